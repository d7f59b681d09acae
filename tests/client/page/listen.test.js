import assert from "node:assert/strict";
import { test } from "node:test";
import {
  addressed,
  chapterAfter,
  windowAround,
} from "../../../tour/client/listen/order.js";
import { createSleep } from "../../../tour/client/listen/sleep.js";

const chapters = [
  { id: "gate", sounding: true, guarded: false },
  { id: "arch", sounding: false, guarded: false },
  { id: "wagon", sounding: true, guarded: true },
  { id: "lake", sounding: true, guarded: false },
];
const none = new Set();

test("stops follow each other; one without a sound is passed over", () => {
  assert.deepEqual(chapterAfter(chapters, -1, "play", none), {
    place: 0,
    ask: false,
  });
  assert.deepEqual(chapterAfter(chapters, 0, "play", none), {
    place: 2,
    ask: false,
  });
  assert.equal(chapterAfter(chapters, 3, "play", none), null);
});

test("a note is read first, once, unless the listener said otherwise", () => {
  assert.deepEqual(chapterAfter(chapters, 0, "ask", none), {
    place: 2,
    ask: true,
  });
  assert.deepEqual(chapterAfter(chapters, 0, "ask", new Set(["wagon"])), {
    place: 2,
    ask: false,
  });
  assert.deepEqual(chapterAfter(chapters, 0, "leave", none), {
    place: 3,
    ask: false,
  });
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
