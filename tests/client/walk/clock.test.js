import assert from "node:assert/strict";
import { test } from "node:test";
import { createClock } from "../../../tour/client/arrival/clock.js";

function clocks() {
  const at = { monotonic: 5_000, wall: 1_000_000 };
  const clock = createClock(
    () => at.monotonic,
    () => at.wall,
  );
  const pass = (/** @type {number} */ monotonic_s, wall_s = monotonic_s) => {
    at.monotonic += monotonic_s * 1000;
    at.wall += wall_s * 1000;
    return clock();
  };
  return { begun: clock(), pass };
}

test("the clock goes as the phone's own", () => {
  const { begun, pass } = clocks();
  assert.equal(pass(1) - begun, 1);
  assert.equal(pass(100) - begun, 101);
});

test("a sleep counts, and counts once", () => {
  const { begun, pass } = clocks();
  assert.equal(pass(0.5, 600) - begun, 600);
  assert.equal(pass(1) - begun, 601);
  assert.equal(pass(2, 60) - begun, 661);
});

test("a wall clock that is corrected a little, or set back, moves nothing", () => {
  const { begun, pass } = clocks();
  assert.equal(pass(1, 5) - begun, 1);
  for (let second = 0; second < 60; second += 1) pass(1, 1.5);
  assert.equal(pass(1) - begun, 62);
  assert.equal(pass(1, -3600) - begun, 63);
  assert.equal(pass(1) - begun, 64);
});
