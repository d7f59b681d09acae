import assert from "node:assert/strict";
import { test } from "node:test";
import {
  merge,
  NOTHING_HEARD,
  resumeAt,
} from "../../../tour/client/pure/heard.js";

const records = [
  NOTHING_HEARD,
  { started: true, finished: false, position_s: 12, lang: "en", at: 100 },
  { started: true, finished: true, position_s: 0, lang: "kk", at: 200 },
  { started: true, finished: false, position_s: 40, lang: "ru", at: 300 },
  { started: false, finished: false, position_s: 41, lang: "ru", at: 300 },
];

test("what was once heard stays heard, and the later place wins", () => {
  assert.deepEqual(merge(records[2], records[3]), {
    started: true,
    finished: true,
    position_s: 40,
    lang: "ru",
    at: 300,
  });
});

test("merging gives the same in any order and any number of times", () => {
  for (const a of records) {
    assert.deepEqual(merge(a, a), a);
    for (const b of records) {
      assert.deepEqual(merge(a, b), merge(b, a));
      for (const c of records)
        assert.deepEqual(merge(merge(a, b), c), merge(a, merge(b, c)));
    }
  }
});

test("a stop goes on where it was left, in the same language", () => {
  assert.equal(resumeAt(records[1], "en", 60), 12);
  assert.equal(resumeAt(records[1], "kk", 60), 0);
});

test("a stop that was left at its very end begins anew", () => {
  assert.equal(resumeAt({ ...records[1], position_s: 58 }, "en", 60), 0);
  assert.equal(resumeAt({ ...records[1], position_s: 56 }, "en", 60), 56);
});
