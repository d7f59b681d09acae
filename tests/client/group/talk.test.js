import assert from "node:assert/strict";
import { test } from "node:test";
import { backOff } from "../../../tour/client/group/link.js";
import { readingTimes } from "../../../tour/client/group/reading.js";
import { createReader } from "../../../tour/client/group/sse.js";

const STREAM = [
  ":hello\n\n",
  'id: 7\nevent: playing\ndata: {"seq":7}\n\n',
  "retry: 2500\nevent: bye\ndata:\n\n",
  "data: two\r\ndata: lines\r\n\r\n",
].join("");

test("events are read the same however the network cuts them", () => {
  const whole = [];
  createReader({ event: (event) => whole.push(event) })(STREAM);
  assert.deepEqual(
    whole.map(({ event, data }) => [event, data]),
    [
      ["playing", '{"seq":7}'],
      ["bye", ""],
      ["message", "two\nlines"],
    ],
  );
  for (let size = 1; size < 9; size++) {
    const found = [];
    const retries = [];
    const feed = createReader({
      event: (event) => found.push(event),
      retry: (ms) => retries.push(ms),
    });
    for (let at = 0; at < STREAM.length; at += size)
      feed(STREAM.slice(at, at + size));
    assert.deepEqual(found, whole, `cut into ${size}`);
    assert.deepEqual(retries, [2500]);
  }
});

test("tries grow rarer up to eight seconds, and never all at once", () => {
  const waits = [1, 2, 3, 10].map((failures) => backOff(failures, 1));
  assert.deepEqual(waits, [800, 1600, 3200, 8000]);
  assert.equal(backOff(3, 0), 1600);
});

test("without a sound the sentences of a beat share its time by their length", () => {
  const text = (length) => "x".repeat(length);
  const sentences = [
    { paragraph: 0, text: text(10) },
    { paragraph: 0, text: text(30) },
    { paragraph: 1, text: text(5) },
  ];
  const beats = [
    { paragraph: 0, sentence: null, at_s: 0 },
    { paragraph: 1, sentence: 0, at_s: 8 },
  ];
  assert.deepEqual(readingTimes(sentences, { beats, length_s: 12 }), [0, 2, 8]);
});
