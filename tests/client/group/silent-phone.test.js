import assert from "node:assert/strict";
import { test } from "node:test";
import { createAloudDiary } from "../../../tour/client/group/aloud.js";
import { createElementSound } from "../../../tour/client/group/element-sound.js";
import {
  placeOnLine,
  slotsOf,
  spanOf,
} from "../../../tour/client/group/follow.js";
import { createStepWatch } from "../../../tour/client/group/step.js";
import { createWaveSound } from "../../../tour/client/group/wave-sound.js";
import { sentenceOf } from "../../../tour/client/group/words-of.js";
import {
  CUES,
  holdTime,
  makeCard,
  makePlayer,
  STOP,
  walkingState,
} from "./stage.js";

const LINE = {
  sound: STOP,
  slots: slotsOf(walkingState(), CUES, { stretch: false }),
  span: spanOf(walkingState()),
  at: () => placeOnLine(walkingState(), Date.now()),
};

/** @param {() => Promise<ArrayBuffer>} fetchClip */
function makeSpeaker(t, fetchClip) {
  const card = makeCard(t);
  const asked = [];
  const engine = createWaveSound(
    card.context,
    (url) => (asked.push(Date.now()), fetchClip(url)),
    () => "/audio/gate",
  );
  return { card, engine, asked };
}

async function follow(clock, engine, watch, until_ms) {
  while (Date.now() < until_ms) {
    engine.tick(LINE);
    watch.look(LINE, engine.sounding);
    await clock.pass(100);
  }
}

test("a loudspeaker whose clip does not come asks ever more seldom, and says so", async (t) => {
  const clock = holdTime(t);
  let there = false;
  const { card, engine, asked } = makeSpeaker(t, async () => {
    if (!there) throw new TypeError("/audio/gate: 404");
    return new ArrayBuffer(0);
  });
  const watch = createStepWatch();
  await follow(clock, engine, watch, 6_000);
  assert.ok(asked.length <= 3, `${asked}`);
  assert.equal(engine.trouble, "no_sound");
  assert.equal(engine.sounding, false);
  assert.equal(watch.inStep(engine.off_s), false);
  there = true;
  await follow(clock, engine, watch, 20_000);
  assert.equal(engine.trouble, null);
  assert.ok(card.heard().length > 0);
  assert.ok(engine.sounding);
  assert.ok(watch.inStep(engine.off_s));
});

test("a clip that cannot be decoded is trouble as well", async (t) => {
  const clock = holdTime(t);
  const { card, engine, asked } = makeSpeaker(
    t,
    async () => new ArrayBuffer(0),
  );
  card.context.decodeAudioData = async () => {
    throw new Error("EncodingError");
  };
  const watch = createStepWatch();
  await follow(clock, engine, watch, 20_000);
  assert.ok(asked.length >= 3 && asked.length <= 5, `${asked}`);
  assert.equal(engine.trouble, "no_sound");
  engine.allow(); // the visitor's tap, or a phone that woke: tried at once
  engine.tick(LINE);
  assert.ok(asked.at(-1) === Date.now());
});

test("a player that stands still where a sentence should be heard is not in step", async (t) => {
  const clock = holdTime(t);
  const { player, audio } = makePlayer();
  const engine = createElementSound(player, audio);
  const watch = createStepWatch();
  await follow(clock, engine, watch, 3_000);
  assert.ok(engine.sounding && watch.inStep(engine.off_s));
  audio.readyState = 2; // the network gives nothing more
  await follow(clock, engine, watch, 6_000);
  assert.equal(engine.sounding, false);
  assert.equal(watch.inStep(engine.off_s), false);
  assert.ok(watch.soundless_ms > 2_500);
});

test("a short stumble, a pause between two sentences, and a group that stands are in step", async (t) => {
  const clock = holdTime(t);
  const watch = createStepWatch();
  watch.look(LINE, true);
  watch.look(LINE, false);
  await clock.pass(1_000);
  assert.ok(watch.inStep(0));
  watch.look(null, false);
  await clock.pass(9_000);
  watch.look(null, false);
  assert.ok(watch.inStep(0));
  assert.equal(watch.soundless_ms, 0);
});

test("a silence that is not wanted goes on through the pauses of the text", async (t) => {
  const clock = holdTime(t);
  const watch = createStepWatch();
  while (Date.now() < 4_400) {
    watch.look(LINE, false);
    await clock.pass(100);
  }
  assert.ok(watch.soundless_ms > 4_000);
});

test("what is far from the group's second is not in step", () => {
  const watch = createStepWatch();
  assert.equal(watch.inStep(0.3), false);
  assert.equal(watch.inStep(-0.3), false);
  assert.equal(watch.inStep(-0.2), true);
});

test("in silence a phone does not say that it is with the group", () => {
  const facts = {
    state: walkingState(),
    link: "live",
    stopped: false,
    woke: false,
    byText: false,
    trouble: "no_sound",
    server_ms: 1000,
  };
  assert.equal(sentenceOf(facts), "group_trouble");
  assert.equal(sentenceOf({ ...facts, trouble: null }), "group_with");
});

test("what a loudspeaker did not speak is not written down as heard", () => {
  const noted = [];
  const aloud = createAloudDiary({
    diary: { setLast() {}, note: (id, what) => noted.push(what) },
    outbox: { record() {} },
  });
  const sound = { id: "gate", lang: "en" };
  aloud.note(sound, 22, true);
  assert.deepEqual(noted, []);
  aloud.note(sound, 3, false);
  aloud.note(sound, 22, true);
  assert.deepEqual(
    noted.map(({ started, finished }) => [started, finished]),
    [
      [true, undefined],
      [undefined, true],
    ],
  );
});
