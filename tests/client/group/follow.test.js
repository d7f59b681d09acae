import assert from "node:assert/strict";
import { test } from "node:test";
import {
  lingers,
  moves,
  placeOnLine,
  slotsOf,
  soundAt,
  spanOf,
  steer,
} from "../../../tour/client/group/follow.js";

const cue = (paragraph, start, end) => ({ paragraph, start, end, text: "" });
// Three sentences; the recorded pauses are 0.5 and 1 s.
const OWN = [cue(0, 0.3, 4.3), cue(0, 4.8, 8.8), cue(1, 9.8, 12.8)];
const SCORE = {
  beats: [
    { paragraph: 0, sentence: 0, at_s: 0 },
    { paragraph: 0, sentence: 1, at_s: 4.5 },
    { paragraph: 1, sentence: 0, at_s: 14.5 },
  ],
  length_s: 20,
};
const WHOLE = { begin_s: 0, end_s: 20 };
const STATE = {
  seq: 5,
  phase: "playing",
  stop: "gate",
  code: "1",
  from_beat: 0,
  at_ms: 100_000,
  hold_before_beat: null,
  silence_from_ms: null,
  silence_until_ms: null,
  gather: null,
  languages: ["en"],
  ...SCORE,
};
const close = (a, b, within = 1e-6) =>
  assert.ok(Math.abs(a - b) <= within, `${a} is not ${b}`);

test("every beat's first word sounds when the beat begins, in whatever language", () => {
  const slots = slotsOf(SCORE, OWN);
  for (const [place, { at_s }] of SCORE.beats.entries())
    close(soundAt(slots, at_s, WHOLE).clip_s, OWN[place].start);
});

test("a slot as long as the own sentence leaves its rate alone", () => {
  assert.equal(slotsOf(SCORE, OWN)[0].rate, 1);
  assert.equal(soundAt(slotsOf(SCORE, OWN), 2, WHOLE).clip_s, 2.3);
});

test("a shorter sentence is spoken slower, never below nine tenths, then there is silence", () => {
  const slots = slotsOf(SCORE, OWN);
  assert.equal(slots[1].rate, 0.9);
  const spoken_s = 4 / 0.9;
  const inWords = soundAt(slots, 4.5 + 2, WHOLE);
  close(inWords.clip_s, 4.8 + 1.8);
  assert.equal(inWords.silent, false);
  const resting = soundAt(slots, 4.5 + spoken_s + 1, WHOLE);
  assert.ok(resting.silent && resting.wait_s > 0);
  close(resting.clip_s, 8.8, 1e-6);
  close(resting.wait_s, 14.5 - (4.5 + spoken_s + 1) - 1);
});

test("the recorded pause runs up to the next first word", () => {
  const slots = slotsOf(SCORE, OWN);
  const runUp = soundAt(slots, 14.1, WHOLE);
  assert.equal(runUp.wait_s, 0);
  close(runUp.clip_s, 9.4);
});

test("a pause that is a little too short is stretched instead of stopped", () => {
  const beats = [SCORE.beats[0], { ...SCORE.beats[1], at_s: 4.9 }];
  const slots = slotsOf({ beats, length_s: 9 }, OWN);
  const rate = 4.5 / 4.9;
  close(slots[0].rate, rate);
  const silent = soundAt(slots, 4.89, { begin_s: 0, end_s: 9 });
  assert.equal(silent.wait_s, 0);
  assert.ok(silent.silent);
  close(silent.clip_s, 4.8 - 0.01 * silent.rate, 1e-6);
});

test("on the sound card nothing is stretched", () => {
  const slots = slotsOf(SCORE, OWN, { stretch: false });
  assert.deepEqual(
    slots.map(({ rate }) => rate),
    [1, 1, 1],
  );
});

test("the clip's place never goes backwards along the line", () => {
  const slots = slotsOf(SCORE, OWN);
  let before = -1;
  for (let t = -1; t < 20; t += 0.01) {
    const sounding = soundAt(slots, t, WHOLE);
    if (!sounding) continue;
    assert.ok(sounding.clip_s >= before - 1e-9, `at ${t}`);
    before = sounding.clip_s;
  }
});

test("before the start it rests, at the recorded silence before the first word", () => {
  const slots = slotsOf(SCORE, OWN);
  const waiting = soundAt(slots, -1, WHOLE);
  close(waiting.wait_s, 0.7);
  close(waiting.clip_s, 0);
  close(soundAt(slots, -0.1, WHOLE).clip_s, 0.2);
});

test("a late joiner enters at the right second", () => {
  const now_ms = STATE.at_ms + 6_500;
  const t = placeOnLine(STATE, now_ms);
  close(soundAt(slotsOf(STATE, OWN), t, spanOf(STATE)).clip_s, 4.8 + 1.8);
});

test("a hold lets the running sentence end, then there is silence", () => {
  const held = { ...STATE, phase: "holding", hold_before_beat: 1 };
  const slots = slotsOf(held, OWN);
  assert.ok(moves(held));
  assert.equal(soundAt(slots, 4.2 - 0.3, spanOf(held)).silent, false);
  assert.equal(soundAt(slots, 4.4, spanOf(held)).over, true);
  assert.equal(soundAt(slots, 4.5, spanOf(held)), null);
});

test("held past the last beat, the stop is spoken to its end", () => {
  const held = { ...STATE, phase: "silent", hold_before_beat: 3 };
  const slots = slotsOf(held, OWN);
  assert.equal(soundAt(slots, 15, spanOf(held)).silent, false);
  assert.equal(soundAt(slots, 20, spanOf(held)), null);
});

test("gone on from a beat, nothing before it sounds", () => {
  const on = { ...STATE, from_beat: 1, at_ms: 200_000 };
  const slots = slotsOf(on, OWN);
  const before = soundAt(slots, placeOnLine(on, 199_000), spanOf(on));
  assert.ok(before.silent && before.wait_s > 0);
  close(soundAt(slots, placeOnLine(on, 200_000), spanOf(on)).clip_s, 4.8);
});

test("nothing moves while the group waits, or gathers without having begun", () => {
  assert.equal(moves({ ...STATE, phase: "waiting", stop: null }), false);
  assert.equal(moves({ ...STATE, phase: "gathering", stop: null }), false);
  assert.equal(
    moves({ ...STATE, phase: "gathering", hold_before_beat: 2 }),
    true,
  );
});

test("until a jump comes, the voice goes on; another stop is not waited for", () => {
  const back = { ...STATE, from_beat: 0, at_ms: 110_000, seq: 6 };
  assert.equal(lingers(STATE, back, 109_000), true);
  assert.equal(lingers(STATE, back, 110_500), false);
  assert.equal(lingers(STATE, { ...back, stop: "lamp" }, 109_000), false);
  assert.equal(lingers(STATE, { ...STATE, seq: 6 }, 99_000), false);
  assert.equal(lingers(null, back, 109_000), false);
});

test("a paragraph is a beat where the sentences do not agree", () => {
  const beats = [
    { paragraph: 0, sentence: null, at_s: 0 },
    { paragraph: 1, sentence: null, at_s: 12 },
  ];
  const slots = slotsOf({ beats, length_s: 16 }, OWN);
  assert.deepEqual(
    slots.map(({ clip, clipSilent }) => [clip, clipSilent]),
    [
      [0.3, 8.8],
      [9.8, 12.8],
    ],
  );
});

test("a copy of an older text speaks what it has", () => {
  const beats = [
    ...SCORE.beats,
    { paragraph: 4, sentence: 0, at_s: 18 },
    { paragraph: 1, sentence: 7, at_s: 19 },
  ];
  assert.equal(slotsOf({ beats, length_s: 22 }, OWN).length, 3);
  assert.deepEqual(slotsOf(SCORE, []), []);
  assert.equal(soundAt([], 3, WHOLE), null);
});

const speaking = { rate: 1, silent: false };
const rateAt = (off_s, nudge = 0) => steer(off_s, speaking, nudge).rate;

test("what is off by little is drawn back unheard, what is off by much is sought", () => {
  assert.equal(rateAt(0.01), 1);
  assert.ok(rateAt(0.03) < 1 && rateAt(-0.03) > 1);
  for (const off of [0.34, -0.34])
    assert.ok(Math.abs(rateAt(off) - 1) <= 0.1 + 1e-9);
  for (const off of [0.08, -0.08])
    assert.ok(Math.abs(rateAt(off) - 1) <= 0.05 + 1e-9);
  assert.equal(steer(0.4, speaking, 0), null);
  assert.equal(steer(0.3, { rate: 1, silent: true }, 0), null);
  close(steer(0.3, { rate: 0.9, silent: false }, 0).rate, 0.9 * 0.9, 1e-3);
});

test("a correction that has begun goes on until it is done, and then rests", () => {
  const { nudge } = steer(0.03, speaking, 0);
  assert.equal(rateAt(0.008, nudge), rateAt(0.03));
  assert.equal(rateAt(0.003, nudge), 1);
  assert.equal(rateAt(-0.008, nudge), 1);
  let changes = 0;
  let off = 0.05;
  let before = { nudge: 0, rate: 1 };
  for (let tick = 0; tick < 200; tick++) {
    const now = steer(off, speaking, before.nudge);
    if (now.rate !== before.rate) changes += 1;
    off += (now.rate - 1) / 10;
    before = now;
  }
  assert.ok(Math.abs(off) < 0.005 && changes <= 3, `${off} ${changes}`);
});
