import assert from "node:assert/strict";
import { test } from "node:test";
import { Screen } from "../../../tour/client/arrival/junk.js";
import { SCREEN } from "../../../tour/client/arrival/model.js";
import { ORIGIN, toPlane } from "./walks.js";

const [LAT, LNG] = ORIGIN;
const fix = (t, more = {}) => ({
  t,
  lat: LAT + t * 1e-5,
  lng: LNG,
  accuracy: 4 + (t % 3),
  speed: 1,
  heading: 0,
  ...more,
});
const screen = () => new Screen(toPlane);

test("a whole fix becomes metres and a standard deviation", () => {
  const seen = screen().admit(fix(1, { accuracy: 8 }));
  assert.ok(seen);
  assert.ok(Math.abs(seen.y - 1.11) < 0.01);
  assert.equal(seen.sigma, 8 * SCREEN.sigmasPerAccuracy);
  assert.equal(seen.repeated, false);
});

test("what is no position is not used", () => {
  const one = screen();
  for (const more of [
    { lat: NaN },
    { lng: undefined },
    { accuracy: 0 },
    { accuracy: Infinity },
    { accuracy: -1 },
    { lat: 91 },
    { t: NaN },
  ])
    assert.equal(one.admit(fix(1, more)), null, JSON.stringify(more));
  assert.ok(one.admit(fix(1)));
});

test("time never runs backwards", () => {
  const one = screen();
  assert.ok(one.admit(fix(5)));
  assert.equal(one.admit(fix(5)), null);
  assert.equal(one.admit(fix(4)), null);
  assert.ok(one.admit(fix(6)));
});

test("a cached fix is stale", () => {
  const one = screen();
  assert.ok(one.admit(fix(1)));
  assert.equal(one.admit(fix(20, { ts: 2 })), null);
  assert.ok(one.admit(fix(21)));
});

test("a phone whose clock is off by a constant is not stale, but its old fixes are", () => {
  for (const skew of [-3600, -7, 7, 3600]) {
    const one = screen();
    for (let t = 1; t < 30; t += 1)
      assert.ok(one.admit(fix(t, { ts: t + skew })), `skew ${skew}`);
    assert.equal(one.admit(fix(40, { ts: 29 + skew })), null);
  }
});

test("a first fix from the cache does not make every later one look early", () => {
  const one = screen();
  one.admit(fix(1, { ts: -600 }));
  assert.ok(one.admit(fix(2)));
  assert.equal(one.admit(fix(3, { ts: -600 })), null);
});

test("a clock that is set on the way makes a few fixes stale, not all to come", () => {
  const one = screen();
  for (let t = 1; t < 30; t += 1) one.admit(fix(t));
  const admitted = [30, 31, 32, 33, 34, 35, 36].filter((t) =>
    one.admit(fix(t, { ts: t - 37 })),
  );
  assert.deepEqual(admitted, [33, 34, 35, 36]);
  assert.equal(one.admit(fix(60, { ts: 36 - 37 })), null);
});

test("a repeated place is marked", () => {
  const one = screen();
  one.admit(fix(1, { lat: LAT, lng: LNG }));
  assert.equal(one.admit(fix(2, { lat: LAT, lng: LNG }))?.repeated, true);
  assert.equal(one.admit(fix(3))?.repeated, false);
});

test("an accuracy that never changes says nothing, unless it is a good one", () => {
  const sigmas = (accuracy) => {
    const one = screen();
    return Array.from(
      { length: 30 },
      (_, i) => one.admit(fix(i + 1, { accuracy }))?.sigma,
    );
  };
  const coarse = sigmas(65);
  assert.ok(
    coarse[0] > 40 &&
      coarse[29] === SCREEN.usualAccuracy * SCREEN.sigmasPerAccuracy,
  );
  const fine = sigmas(4.7);
  assert.equal(fine[29], fine[0]);
});

test("no phone is believed to be better than the best", () => {
  assert.equal(screen().admit(fix(1, { accuracy: 0.1 }))?.sigma, SCREEN.finest);
});

test("speed 0 is unknown until the phone has shown that it can measure", () => {
  const mute = screen();
  for (let t = 1; t < 50; t += 1)
    assert.equal(mute.admit(fix(t, { speed: 0 }))?.speed, null);
  const able = screen();
  for (let t = 1; t < 8; t += 1) able.admit(fix(t, { speed: 1.2 }));
  assert.equal(able.admit(fix(9, { speed: 0 }))?.speed, 0);
  assert.equal(able.admit(fix(10, { speed: null }))?.speed, null);
  assert.equal(able.admit(fix(11, { speed: -1 }))?.speed, null);
});

test("a speed that leaps is known to be noisy", () => {
  const variance = (speeds) => {
    const one = screen();
    return speeds.map((speed, i) => one.admit(fix(i + 1, { speed }))).at(-1)
      ?.speedVariance;
  };
  const steady = variance(Array(60).fill(1.2));
  const noisy = variance(Array.from({ length: 60 }, (_, i) => 1.2 + (i % 2)));
  assert.ok(steady < 0.05 && noisy > 0.3, `${steady} ${noisy}`);
});

test("a speed that trembles as positions do is none", () => {
  const one = screen();
  const speeds = Array.from({ length: 60 }, (_, i) => 0.5 + 2 * (i % 2));
  const seen = speeds.map((speed, i) => one.admit(fix(i + 1, { speed })));
  assert.equal(seen.at(-1)?.speed, null);
});
