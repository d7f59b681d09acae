import assert from "node:assert/strict";
import { test } from "node:test";
import { createElementSound } from "../../../tour/client/group/element-sound.js";
import {
  placeOnLine,
  slotsOf,
  soundAt,
  spanOf,
} from "../../../tour/client/group/follow.js";
import { createRunning } from "../../../tour/client/group/running.js";
import { CUES, holdTime, makePlayer, STOP, walkingState } from "./stage.js";

/** Follows a walk that began `late_s` ago; how far the clip is from where it should be, at every tick. */
async function follow(
  t,
  output,
  { late_s = 3, until_ms = 16_000, beats } = {},
) {
  const clock = holdTime(t);
  const phone = makePlayer(output);
  const engine = createElementSound(phone.player, phone.audio);
  const state = walkingState({ at_ms: -late_s * 1000, ...beats });
  const line = {
    sound: STOP,
    slots: slotsOf(state, CUES),
    span: spanOf(state),
    at: () => placeOnLine(state, Date.now()),
  };
  const off = [];
  const heard = [];
  while (Date.now() < until_ms) {
    engine.tick(line);
    const wanted = soundAt(line.slots, line.at(), line.span);
    if (wanted && !wanted.silent)
      for (const [list, s] of [
        [off, phone.player.now_s],
        [heard, phone.player.heard_s],
      ])
        list.push({ at: Date.now(), s: s - wanted.clip_s });
    await clock.pass(100);
  }
  const worst = (from, list = off) =>
    Math.max(...list.filter(({ at }) => at > from).map(({ s }) => Math.abs(s)));
  return { ...phone, engine, worst, off, heard };
}

for (const fresh of [40, 300, 600, 2_000])
  test(`a late joiner whose sound takes ${fresh} ms after a jump is in step soon, and does not hunt`, async (t) => {
    const { jumps, worst } = await follow(t, { fresh_ms: () => fresh });
    assert.ok(jumps.length <= 2, `${jumps}`);
    const soon = 2 * fresh + 6_000; // up to a third of a second is drawn back unheard
    assert.ok(worst(soon) < 0.05, `${worst(soon)} s`);
  });

test("a clock that is told in coarse steps is no reason to jump", async (t) => {
  const { jumps, worst } = await follow(t, {
    fresh_ms: () => 300,
    coarse_s: 0.045,
  });
  assert.ok(jumps.length <= 2, `${jumps}`);
  assert.ok(worst(6_000) < 0.1, `${worst(6_000)} s`);
});

test("a coarse clock is no reason to change the rate all the time either", async (t) => {
  const { player, worst } = await follow(t, { coarse_s: 0.04 });
  assert.ok(player.changes <= 6, `${player.changes}`);
  assert.ok(worst(4_000) < 0.06, `${worst(4_000)} s`);
});

test("what a browser drops when it goes back to rate 1 is not lost again and again", async (t) => {
  const output = { coarse_s: 0.03, fresh_ms: () => 120, dropped_s: 0.045 };
  const { worst, heard } = await follow(t, output);
  assert.ok(worst(6_000, heard) < 0.03, `${worst(6_000, heard)} s`);
});

for (const fresh of [60, 150, 300])
  test(`a start that is ${fresh} ms late is drawn back within seconds, without a jump`, async (t) => {
    const { jumps, off } = await follow(
      t,
      { fresh_ms: () => fresh },
      { late_s: -1, until_ms: 8_000 },
    );
    assert.deepEqual(jumps, []);
    const late = off.find(({ at, s }) => at > 1_600 && Math.abs(s) < 0.025);
    assert.ok(late && late.at < 1_000 + 1_000 + fresh * 12, `${late?.at} ms`);
  });

test("an output that takes now long, now short is left in peace", async (t) => {
  let turn = 0;
  const { jumps, worst } = await follow(
    t,
    { fresh_ms: () => (turn++ % 2 ? 50 : 700) },
    { late_s: 0.5, until_ms: 20_000 },
  );
  assert.ok(jumps.length <= 4, `${jumps}`);
  assert.ok(worst(15_000) < 0.35, `${worst(15_000)} s`);
});

test("pauses of the group are waited out without a jump", async (t) => {
  const slower = {
    beats: CUES.map((_, place) => ({
      paragraph: 0,
      sentence: place,
      at_s: place * 6.5,
    })),
    length_s: 31,
  };
  const { jumps, worst } = await follow(
    t,
    { warm_ms: 30, fresh_ms: () => 2_000 },
    { late_s: -1.2, until_ms: 24_000, beats: slower },
  );
  assert.ok(jumps.length <= 2, `${jumps}`);
  assert.ok(worst(7_000) < 0.1, `${worst(7_000)} s`);
});

test("sound that stands is not heard, whatever the element says of itself", async (t) => {
  const { engine } = await follow(
    t,
    { fresh_ms: () => 1e9 },
    { until_ms: 1_500 },
  );
  assert.equal(engine.sounding, false);
});

test("a clock runs when it has gone on for a while, not at its first step", async (t) => {
  const clock = holdTime(t);
  const running = createRunning();
  running.begin();
  const seen = [];
  for (const place of [
    1, 1.04, 1.04, 1.04, 1.14, 1.24, 1.34, 1.44, 1.44, 1.44, 1.44,
  ]) {
    seen.push(running.look(place, 1));
    await clock.pass(100);
  }
  assert.equal(seen.indexOf(true), 6);
  assert.equal(seen.at(-1), false);
});
