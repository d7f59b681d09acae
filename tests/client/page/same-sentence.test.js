import assert from "node:assert/strict";
import { test } from "node:test";
import { cueAt } from "../../../tour/client/pure/cues.js";
import { sameSentence } from "../../../tour/client/pure/same-sentence.js";

/** Sentences of given lengths, a pause of 0.5 s after each; one list for each paragraph. */
function spoken(...paragraphs) {
  let time = 0.2;
  return paragraphs.flatMap((lengths, paragraph) =>
    lengths.map((length) => {
      const cue = { start: time, end: time + length, text: "", paragraph };
      time += length + 0.5;
      return cue;
    }),
  );
}

test("the sentence that is spoken is the one that begins anew", () => {
  const from = spoken([3], [2, 4, 3], [5, 5]);
  const to = spoken([4], [3, 6, 2], [7, 4]);
  for (const [place, cue] of from.entries())
    for (const time of [cue.start, (cue.start + cue.end) / 2, cue.end + 0.4])
      assert.equal(sameSentence(from, to, time), place && to[place].start);
});

test("back and forth ends at the same sentence, wherever it was cut", () => {
  const from = spoken([3], [2, 4, 3], [5, 5]);
  const to = spoken([4], [3, 6, 2], [7, 4]);
  for (let time = 0; time < 30; time += 0.3) {
    const there = sameSentence(from, to, time);
    const back = sameSentence(to, from, there);
    assert.equal(
      cueAt(from, Math.max(back, 0.2)),
      Math.max(cueAt(from, time), 0),
    );
  }
});

test("paragraphs are counted, whatever their numbers are", () => {
  const from = spoken([2], [2, 2]);
  const to = spoken([2], [3, 3]).map((cue) => ({
    ...cue,
    paragraph: cue.paragraph * 2 + 5,
  }));
  assert.equal(sameSentence(from, to, from[2].start), to[2].start);
});

test("a paragraph cut otherwise goes on after the same share of its time, in the same paragraph", () => {
  const from = spoken([2], [4, 4], [2]);
  const to = spoken([2], [2, 2, 2, 2], [2]);
  assert.equal(sameSentence(from, to, from[1].start), to[1].start);
  assert.equal(sameSentence(from, to, from[1].end - 0.5), to[2].start);
  assert.equal(sameSentence(from, to, from[2].start + 0.2), to[3].start);
  assert.equal(sameSentence(from, to, from[2].end + 0.4), to[4].start);
  assert.equal(sameSentence(from, to, from[3].start), to[5].start);
});

test("another number of paragraphs goes on after the same share of the whole", () => {
  const from = spoken([2], [2], [2], [2]);
  const to = spoken([2, 2], [2, 2, 2, 2]);
  assert.equal(sameSentence(from, to, from[2].start + 0.1), to[3].start);
});

test("the first sentence begins with the sound itself; without sentences nothing is known", () => {
  const cues = spoken([2], [2]);
  assert.equal(sameSentence(cues, cues, 0), 0);
  assert.equal(sameSentence(cues, cues, 1.5), 0);
  assert.equal(sameSentence([], cues, 5), 0);
  assert.equal(sameSentence(cues, [], 5), 0);
});
