import assert from "node:assert/strict";
import { test } from "node:test";
import { summaryOf } from "../../../tour/client/group/desk-words.js";
import { silenceLeft_s } from "../../../tour/client/group/words-of.js";
import { walkingState } from "./stage.js";

test("the clock of a silence begins when the sentence has ended, and not above its length", () => {
  const state = walkingState({
    phase: "silent",
    hold_before_beat: 2,
    silence_from_ms: 9_000,
    silence_until_ms: 69_000,
  });
  const at = (ms) => silenceLeft_s(state, ms);
  assert.deepEqual(
    [4_000, 9_000, 9_001, 68_500, 69_000, 70_000].map(at),
    [60, 60, 60, 1, 0, 0],
  );
  assert.equal(silenceLeft_s(walkingState(), 0), 0);
  assert.equal(silenceLeft_s(null, 0), 0);
});

test("the desk's line of phones names what there is, and nothing else", () => {
  const phones = { phones: 15, in_step: 12, behind: 0, asleep: 2, offline: 1 };
  const name = (key) => key.replace("desk_", "");
  assert.equal(
    summaryOf(phones, name),
    "phones 15 · in_step 12 · asleep 2 · offline 1",
  );
  assert.equal(
    summaryOf(
      { phones: 0, in_step: 0, behind: 0, asleep: 0, offline: 0 },
      name,
    ),
    "phones 0",
  );
});
