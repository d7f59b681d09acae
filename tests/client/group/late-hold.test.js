import assert from "node:assert/strict";
import { test } from "node:test";
import { createElementSound } from "../../../tour/client/group/element-sound.js";
import {
  lingers,
  placeOnLine,
  sentenceEnd,
  slotsOf,
  spanOf,
} from "../../../tour/client/group/follow.js";
import { createWaveSound } from "../../../tour/client/group/wave-sound.js";
import {
  CUES,
  heldState,
  holdTime,
  makeCard,
  makePlayer,
  sentenceAt,
  STOP,
  walkingState,
} from "./stage.js";

const DELAYS_S = [0.1, 0.6, 1.5, 3];
const PRESSES_S = [3.1, 4, 4.9, 6.2, 7.7, 8.4];

/** The line of a state, as a phone makes it. */
function lineOf(state, slots) {
  return {
    sound: STOP,
    slots,
    span: spanOf(state),
    at: () => placeOnLine(state, Date.now()),
  };
}

/** Follows a walk that is held; `tick` is called ten times a second. */
async function hearHold(clock, engine, slots, pressed_s, delay_s) {
  const before = lineOf(walkingState(), slots);
  const after = lineOf(heldState(pressed_s), slots);
  const heardAt = (pressed_s + delay_s) * 1000;
  while (Date.now() < 18_000) {
    engine.tick(Date.now() < heardAt ? before : after);
    await clock.pass(100);
  }
}

for (const delay_s of DELAYS_S)
  test(`the player ends its sentence when a pause is heard ${delay_s} s late`, async (t) => {
    const clock = holdTime(t);
    for (const pressed_s of PRESSES_S) {
      t.mock.timers.setTime(0);
      const { player, audio, fell } = makePlayer();
      const engine = createElementSound(player, audio);
      await hearHold(
        clock,
        engine,
        slotsOf(walkingState(), CUES),
        pressed_s,
        delay_s,
      );
      assert.ok(audio.paused, `pressed at ${pressed_s}`);
      for (const second of fell)
        assert.equal(
          sentenceAt(second),
          null,
          `${pressed_s}: cut at ${second}`,
        );
      const heardAt_s = pressed_s + delay_s;
      assert.ok(
        fell.at(-1) < heardAt_s + 1.2 + 4.5,
        `${pressed_s}: it spoke on until ${fell.at(-1)}`,
      );
    }
  });

for (const delay_s of DELAYS_S)
  test(`the sound card ends its sentence when a pause is heard ${delay_s} s late`, async (t) => {
    const clock = holdTime(t);
    for (const pressed_s of PRESSES_S) {
      t.mock.timers.setTime(0);
      const card = makeCard(t);
      const engine = createWaveSound(
        card.context,
        async () => new ArrayBuffer(0),
        () => "/audio/gate",
      );
      await hearHold(
        clock,
        engine,
        slotsOf(walkingState(), CUES, { stretch: false }),
        pressed_s,
        delay_s,
      );
      const heard = card.heard();
      for (const { until } of heard)
        assert.equal(sentenceAt(until), null, `${pressed_s}: cut at ${until}`);
      // What had not begun when the pause was heard, and lies past it, is never begun.
      const { end_s } = spanOf(heldState(pressed_s));
      const may = Math.max(end_s - 0.1, pressed_s + delay_s + 0.15);
      for (const { begin } of heard)
        assert.ok(begin <= may, `${pressed_s}: a sentence began at ${begin}`);
    }
  });

test("a visitor who wants no more of a stop hears no more of it at once", async (t) => {
  const clock = holdTime(t);
  const { player, audio, fell } = makePlayer();
  const engine = createElementSound(player, audio);
  const line = lineOf(walkingState(), slotsOf(walkingState(), CUES));
  while (Date.now() < 2500) {
    engine.tick(line);
    await clock.pass(100);
  }
  engine.hush();
  assert.ok(audio.paused);
  assert.ok(sentenceAt(fell.at(-1)));
});

test("going on while the last sentence is still spoken begins on time", async (t) => {
  const clock = holdTime(t);
  const slots = slotsOf(walkingState(), CUES);
  const { player, audio } = makePlayer();
  const engine = createElementSound(player, audio);
  const held = heldState(3); // before sentence 1, which begins at 4.5
  const on = walkingState({ seq: 3, from_beat: 1, at_ms: 8400 });
  while (Date.now() < 10_000) {
    const now = Date.now();
    engine.tick(
      lineOf(now < 6000 ? walkingState() : now < 7200 ? held : on, slots),
    );
    await clock.pass(100);
  }
  assert.ok(!audio.paused);
  const wanted = CUES[1].start + 10 - 8.4;
  assert.ok(Math.abs(player.now_s - wanted) < 0.1, `${player.now_s}`);
});

test("on the sound card too, and nothing is heard over it", async (t) => {
  const clock = holdTime(t);
  const slots = slotsOf(walkingState(), CUES, { stretch: false });
  const card = makeCard(t);
  const engine = createWaveSound(
    card.context,
    async () => new ArrayBuffer(0),
    () => "/audio/gate",
  );
  const on = walkingState({ seq: 3, from_beat: 1, at_ms: 7000 });
  while (Date.now() < 10_000) {
    const now = Date.now();
    const state = now < 5600 ? walkingState() : now < 6000 ? heldState(3) : on;
    engine.tick(lineOf(state, slots));
    await clock.pass(100);
  }
  const [, , again] = card.heard();
  assert.ok(Math.abs(again.begin - 7) < 0.01, `${again.begin}`);
  for (const { begin, end } of card.heard().slice(0, 2))
    assert.ok(end <= 7.05, `${begin} to ${end}`);
});

test("a sentence ends where its last word does; between two it has ended", () => {
  assert.equal(sentenceEnd(CUES, 1), CUES[0].end);
  assert.equal(sentenceEnd(CUES, 4.5), 4.5);
  assert.equal(sentenceEnd(CUES, 100), 100);
});

test("what stands already is not waited for", () => {
  const held = heldState(3);
  const on = walkingState({ seq: 3, from_beat: 1, at_ms: 9000 });
  assert.equal(lingers(held, on, 4000), true);
  assert.equal(lingers(held, on, 8000), false);
});
