import assert from "node:assert/strict";
import { test } from "node:test";
import { MotionFilter } from "../../../tour/client/arrival/filter.js";
import { ERRORS, JUMPS } from "../../../tour/client/arrival/model.js";
import { Hypothesis } from "../../../tour/client/arrival/motion.js";
import { normals } from "./walks.js";

const observation = (t, x, y, more = {}) => ({
  t,
  x,
  y,
  sigma: 3,
  speed: null,
  heading: null,
  speedVariance: 0.04,
  repeated: false,
  ...more,
});

/** A filter that has seen a path of `seconds`; `placeAt(t)` gives [x, y], `more(t)` the rest. */
function after(seconds, placeAt, more = () => ({})) {
  const filter = new MotionFilter();
  const normal = normals(3);
  for (let t = 0; t < seconds; t += 1) {
    const [x, y] = placeAt(t);
    const seen = observation(
      t,
      x + 0.3 * normal(),
      y + 0.3 * normal(),
      more(t),
    );
    if (t === 0) filter.begin(seen);
    else filter.learn(1, seen);
  }
  return filter;
}

const total = (filter) =>
  filter.hypotheses.reduce((sum, h) => sum + h.weight, 0);

test("the state learnt from one fix is what a normal prior gives", () => {
  const one = new Hypothesis(0, 1);
  one.begin(5, -3, 4);
  assert.equal(one.x[0], 5);
  assert.equal(one.y[0], -3);
  // The fix is explained wholly: position and biases together have no doubt left but noise.
  const [p00, , p02, p03, , , , p22, p23, p33] = one.p;
  const left = p00 + p22 + p33 + 2 * (p02 + p03 + p23);
  assert.ok(Math.abs(left - ERRORS.noise ** 2) < 1e-9, String(left));
});

test("without news a position grows less certain and stays where it is", () => {
  const filter = after(30, () => [0, 0]);
  const { variance } = filter.estimate;
  for (let i = 0; i < 20; i += 1) filter.wait(1, 3);
  assert.ok(filter.estimate.variance > variance + 1);
  assert.ok(Math.hypot(filter.estimate.x, filter.estimate.y) < 1.5);
});

test("standing and walking are told apart by positions alone", () => {
  assert.ok(after(40, () => [0, 0]).slow > 0.7);
  assert.ok(after(40, (t) => [1.3 * t, 0]).slow < 0.2);
});

test("the phone's speed tells a halt within seconds", () => {
  const path = (t) => [1.3 * Math.min(t, 40), 0];
  const more = (t) => ({
    speed: t < 40 ? 1.3 : 0,
    heading: t < 40 ? 90 : null,
  });
  assert.ok(after(40, path, more).slow < 0.1);
  assert.ok(after(47, path, more).slow > 0.6);
});

test("a visitor's own pace is learnt: what is a walk for one is a stroll for another", () => {
  const seen = (speed) => () => ({ speed, heading: 90 });
  const calm = after(200, (t) => [0.8 * t, 0], seen(0.8));
  assert.ok(calm.pace < 1, String(calm.pace));
  assert.ok(calm.slow < 0.2, String(calm.slow));
  const brisk = after(200, (t) => [1.5 * t, 0], seen(1.5));
  assert.ok(brisk.pace > 1.35, String(brisk.pace));
  for (let t = 200; t < 220; t += 1) {
    const place = observation(t, 300 + 0.8 * (t - 200), 0, seen(0.8)());
    brisk.learn(1, place);
  }
  assert.ok(brisk.slow > 1.5 * calm.slow, `${brisk.slow} ${calm.slow}`);
});

test("an error that wanders with the phone at rest is no walk", () => {
  const filter = after(120, (t) => [
    4 * Math.sin(t / 25),
    4 * Math.cos(t / 30),
  ]);
  assert.ok(filter.slow > 0.6, String(filter.slow));
});

test("a teleport with a small accuracy moves nothing", () => {
  const filter = after(60, () => [0, 0]);
  for (let t = 60; t < 66; t += 1)
    filter.learn(1, observation(t, 150, 80, { sigma: 1.5 }));
  assert.ok(Math.hypot(filter.estimate.x, filter.estimate.y) < 3);
  for (let t = 66; t < 70; t += 1) filter.learn(1, observation(t, 0, 0));
  assert.ok(Math.hypot(filter.estimate.x, filter.estimate.y) < 3);
});

test("a place that lasts longer than any jump is believed", () => {
  const filter = after(60, () => [0, 0]);
  for (let t = 60; t < 66 + JUMPS.longest; t += 1)
    filter.learn(1, observation(t, 150, 80));
  assert.ok(Math.hypot(filter.estimate.x - 150, filter.estimate.y - 80) < 5);
});

test("after a silence the visitor has walked on: no jump is suspected", () => {
  const filter = after(60, () => [0, 0]);
  for (let i = 0; i < 15; i += 1) filter.wait(2, 3);
  filter.learn(1, observation(91, 60, 30), 31);
  assert.ok(Math.hypot(filter.estimate.x - 60, filter.estimate.y - 30) < 12);
});

test("a phone that claims too little is found out", () => {
  const spread = (sigma) => {
    const normal = normals(9);
    let [ex, ey] = [0, 0];
    const path = () => {
      ex = 0.97 * ex + 1.7 * normal();
      ey = 0.97 * ey + 1.7 * normal();
      return [ex, ey];
    };
    return Math.sqrt(after(120, path, () => ({ sigma })).estimate.variance);
  };
  assert.ok(spread(2.5) > 3, `claimed 2.5, true 7, believed ${spread(2.5)}`);
});

test("weights stay a distribution and variances positive, whatever comes", () => {
  const filter = new MotionFilter();
  filter.begin(observation(0, 0, 0));
  const normal = normals(17);
  for (let t = 1; t < 600; t += 1) {
    const wild = Math.abs(normal()) > 1.8 ? 400 : 3;
    const seen = observation(t, wild * normal(), wild * normal(), {
      sigma: Math.exp(2 * normal()) + 1.5,
      speed: t % 3 ? Math.abs(3 * normal()) : null,
      heading: t % 2 ? 180 * normal() : null,
    });
    if (t % 7 === 0) filter.hold(1, 3);
    else filter.learn(t % 5 ? 1 : 3, seen);
    assert.ok(Math.abs(total(filter) - 1) < 1e-9, `weights at ${t}`);
    for (const { p } of filter.hypotheses)
      for (const i of [0, 4, 7, 9])
        assert.ok(p[i] > 0, `variance ${i} at ${t}`);
  }
});

test("even what no hypothesis explains leaves the filter whole", () => {
  const filter = after(60, () => [0, 0]);
  filter.learn(1, observation(61, 5e6, -5e6));
  filter.learn(1, observation(62, 5e6, -5e6));
  assert.ok(Math.abs(total(filter) - 1) < 1e-9);
  assert.ok(Number.isFinite(filter.estimate.x));
});
