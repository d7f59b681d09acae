import assert from "node:assert/strict";
import { test } from "node:test";
import { cueAt } from "../../../tour/client/pure/cues.js";

const cue = (start, paragraph = 0) => ({
  start,
  end: start + 1,
  text: "",
  paragraph,
});

test("a sentence is lit from its first moment until the next begins", () => {
  const cues = [cue(0.5), cue(3), cue(7.25)];
  const lit = [0, 0.49, 0.5, 2.99, 3, 7.24, 7.25, 900].map((time) =>
    cueAt(cues, time),
  );
  assert.deepEqual(lit, [-1, -1, 0, 0, 1, 1, 2, 2]);
});

test("nothing is lit where there are no sentences", () => {
  assert.equal(cueAt([], 5), -1);
});

test("the search agrees with looking at every cue, for any ascending cues", () => {
  let seed = 7;
  const random = () => (seed = (seed * 16807) % 2147483647) / 2147483647;
  for (let round = 0; round < 300; round++) {
    let time = 0;
    const cues = Array.from({ length: Math.floor(random() * 40) }, () =>
      cue((time += random() * 5)),
    );
    const at = random() * (time + 2);
    assert.equal(
      cueAt(cues, at),
      cues.findLastIndex((each) => each.start <= at),
    );
  }
});
