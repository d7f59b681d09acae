import assert from "node:assert/strict";
import { test } from "node:test";
import {
  addressed,
  chapterAfter,
  stepTo,
  windowAround,
} from "../../../tour/client/listen/order.js";
import { createSleep } from "../../../tour/client/listen/sleep.js";

const chapters = [
  { id: "gate", sounding: true, guarded: false, noted: false },
  { id: "arch", sounding: false, guarded: false, noted: false },
  { id: "wagon", sounding: true, guarded: true, noted: true },
  { id: "lake", sounding: true, guarded: false, noted: false },
];
const knows =
  (...ids) =>
  (id) =>
    ids.includes(id);

test("stops follow each other; one without a sound is passed over", () => {
  const after = (from) => chapterAfter(chapters, from, "ask", knows("wagon"));
  assert.deepEqual(after(-1), { place: 0, step: "play" });
  assert.deepEqual(after(0), { place: 2, step: "play" });
  assert.equal(after(3), null);
});

test("a note comes first, once, as the listener chose", () => {
  const after = (notes, ...known) =>
    chapterAfter(chapters, 0, notes, knows(...known));
  assert.deepEqual(after("ask"), { place: 2, step: "ask" });
  assert.deepEqual(after("ask", "wagon"), { place: 2, step: "play" });
  assert.deepEqual(after("play"), { place: 2, step: "note" });
  assert.deepEqual(after("leave", "wagon"), { place: 3, step: "play" });
});

test("a note that cannot be heard is asked about, and a chapter that is named is not left out", () => {
  const silent = { ...chapters[2], noted: false };
  assert.equal(stepTo(silent, "play", false), "ask");
  assert.equal(stepTo(chapters[2], "leave", false, true), "ask");
  assert.equal(stepTo(chapters[2], "leave", true, true), "play");
  assert.equal(stepTo(chapters[1], "play", true, true), "pass");
});

test("an address leads to a stop or a sentence", () => {
  const ids = ["arch", "arch-s2", "lake"];
  const at = (hash, search = "") => addressed({ hash, search }, ids);
  assert.deepEqual(at("#lake"), { id: "lake", sentence: null });
  assert.deepEqual(at("#lake-s12"), { id: "lake", sentence: "s12" });
  assert.deepEqual(at("#arch-s2"), { id: "arch-s2", sentence: null });
  assert.deepEqual(at("", "?from=arch"), { id: "arch", sentence: null });
  assert.equal(at("#nowhere-s1"), null);
  assert.equal(at("", "?from=nowhere"), null);
  assert.equal(at(""), null);
  assert.equal(at("#%"), null, "no text at all");
  assert.deepEqual(at("#%", "?from=arch"), { id: "arch", sentence: null });
});

test("the plan's window stays inside the plan", () => {
  const whole = { x: -50, y: 0, width: 200, height: 100 };
  assert.deepEqual(windowAround(whole, 50, 50), {
    x: 0,
    y: 25,
    width: 100,
    height: 50,
  });
  assert.deepEqual(windowAround(whole, -50, 100), {
    x: -50,
    y: 50,
    width: 100,
    height: 50,
  });
});

test("the timer waits for the sentence to end", () => {
  let now = 0;
  const sleep = createSleep(() => now);
  assert.equal(sleep.due(1), false);
  sleep.set("15");
  assert.equal(sleep.choice, "15");
  assert.equal(sleep.endsHere, false);
  now = 15 * 60_000;
  assert.equal(sleep.endsHere, true);
  assert.equal(sleep.due(4), false, "this sentence is still being spoken");
  assert.equal(sleep.due(4), false);
  assert.equal(sleep.due(5), true);
  sleep.set("");
  assert.equal(sleep.endsHere, false);
  sleep.set("stop");
  assert.equal(sleep.endsHere, true);
  assert.equal(sleep.due(9), false);
});
