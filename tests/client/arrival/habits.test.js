import assert from "node:assert/strict";
import { test } from "node:test";
import { ZoneMap } from "../../../tour/client/arrival/geometry.js";
import { MotionFilter } from "../../../tour/client/arrival/filter.js";
import { Habits, Lean } from "../../../tour/client/arrival/habits.js";
import { STILL, WALK } from "../../../tour/client/arrival/model.js";
import { Hypothesis } from "../../../tour/client/arrival/motion.js";

/** One round zone, 8 m to the east of the origin. */
const MAP = new ZoneMap([
  { geometry: "circle", outline: [{ x: 8, y: 0 }], margin: 6 },
]);
const habits = () => {
  const known = new Habits(MAP);
  known.describe(0, "stop");
  return known;
};
const walkerAt = (x, sigma = 5) => {
  const hypothesis = new Hypothesis(WALK, 1);
  hypothesis.begin(x, 0, sigma);
  hypothesis.weight = 1;
  return hypothesis;
};

test("who halts is nearer to the zone than who walks, and oftener if it may be near", () => {
  const { map, halt } = habits();
  const lean = new Lean();
  const walker = walkerAt(0);
  lean.measure(walker, map, halt);
  assert.ok(lean.mean > halt[255] && lean.mean < halt[0]);
  const halting = new Hypothesis(WALK, 1);
  halting.copy(walker);
  lean.narrow(halting);
  assert.ok(halting.x[0] > 0.5, String(halting.x[0]));
  assert.ok(Math.abs(halting.y[0]) < 0.5);
  // What the phone said stays what it said: nearer to the zone, and the error larger by as much.
  const said = (h) => h.x[0] + h.x[2] + h.x[3];
  assert.ok(Math.abs(said(halting) - said(walker)) < 0.1);
});

test("those who do not halt are a little further away", () => {
  const { map, halt } = habits();
  const lean = new Lean();
  const walker = walkerAt(0);
  lean.measure(walker, map, halt);
  lean.turn(0.2);
  lean.narrow(walker);
  assert.ok(walker.x[0] < 0 && walker.x[0] > -2, String(walker.x[0]));
});

test("far from every zone, and deep in one, the place changes nothing", () => {
  const { map, halt } = habits();
  for (const [x, sigma, rate] of [
    [200, 5, halt[255]],
    [8, 0.3, halt[0]],
  ]) {
    const lean = new Lean();
    const walker = walkerAt(x, sigma);
    const before = [...walker.x, ...walker.p];
    lean.measure(walker, map, halt);
    lean.narrow(walker);
    assert.equal(lean.mean, rate);
    assert.deepEqual([...walker.x, ...walker.p], before);
  }
});

test("a halt beside a stop is believed to be at it, and remembered while the fixes drift away", () => {
  const seen = (known) => {
    const filter = new MotionFilter(known);
    const fix = (t, x) => ({
      t,
      slept: 0,
      x,
      y: 0,
      sigma: 5,
      speed: t < 40 ? 1.3 : 0,
      heading: t < 40 ? 90 : null,
      speedVariance: 0.04,
      repeated: false,
    });
    filter.begin(fix(0, -53));
    for (let t = 1; t < 60; t += 1)
      filter.learn(1, fix(t, t < 40 ? 1.3 * t - 53 : -1 - 0.1 * (t - 40)));
    return filter.scales[2].modes[STILL].x[0]; // the phone as honest as it says
  };
  assert.ok(seen(habits()) > seen(new Habits()) + 0.5);
});

test("weights stay a probability and covariances stay positive among zones", () => {
  const filter = new MotionFilter(habits());
  for (let t = 0; t < 300; t += 1) {
    const fix = {
      t,
      slept: 0,
      x: 12 * Math.sin(t / 17),
      y: 9 * Math.cos(t / 23),
      sigma: 2 + (t % 7),
      speed: null,
      heading: null,
      speedVariance: 0.04,
      repeated: false,
    };
    if (t === 0) filter.begin(fix);
    else filter.learn(t % 9 ? 1 : 3, fix);
    const sum = filter.hypotheses.reduce((all, h) => all + h.weight, 0);
    assert.ok(Math.abs(sum - 1) < 1e-9);
    for (const { p } of filter.hypotheses)
      for (const variance of [p[0], p[4], p[7], p[9]])
        assert.ok(variance > 0, `${variance} at ${t}`);
  }
});
