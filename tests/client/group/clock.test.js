import assert from "node:assert/strict";
import { test } from "node:test";
import { createClock } from "../../../tour/client/group/clock.js";

/** A repeatable source of chance (mulberry32). */
function chance(seed) {
  return () => {
    seed = (seed + 0x6d2b79f5) | 0;
    let t = Math.imul(seed ^ (seed >>> 15), 1 | seed);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

const late = (random, mean_ms) => -mean_ms * Math.log(1 - random());
const TRUE_OFFSET = 1_700_000_000_000;

/** Asks over a network; `there` and `back` are ms that one way takes at least. */
function ask(clock, random, { there, back, jitter_ms, drift = 0 }, times) {
  for (const sent of times) {
    const arrived = sent + there + late(random, jitter_ms);
    const server = TRUE_OFFSET + arrived * (1 + drift);
    clock.add({
      sent,
      server,
      received: arrived + back + late(random, jitter_ms),
    });
  }
}

const every = (ms, count, from = 0) =>
  Array.from({ length: count }, (_, place) => from + place * ms);

/** Errors of many phones after their first twenty questions. */
function errors(network, count = 400) {
  return Array.from({ length: count }, (_, seed) => {
    const clock = createClock();
    ask(clock, chance(seed), network, every(60, 20));
    return clock.at(1500) - (TRUE_OFFSET + 1500);
  });
}

const p95 = (values) =>
  values.map(Math.abs).sort((a, b) => a - b)[Math.floor(values.length * 0.95)];

test("over a mobile network, alike both ways, 95 of 100 phones are within 5 ms", () => {
  for (const jitter_ms of [2, 8, 20]) {
    const worst = p95(errors({ there: 25, back: 25, jitter_ms }));
    assert.ok(worst <= 5, `${jitter_ms} ms of jitter: ${worst} ms`);
  }
});

test("a lasting difference between the ways costs half of itself, and no more", () => {
  const found = errors({ there: 60, back: 20, jitter_ms: 8 });
  const mean = found.reduce((sum, each) => sum + each, 0) / found.length;
  assert.ok(Math.abs(mean - 20) < 3, `${mean}`);
  assert.ok(p95(found.map((each) => each - 20)) <= 5);
});

test("a clock that runs wrong is followed over time", () => {
  const clock = createClock();
  const drift = 80e-6;
  const random = chance(7);
  const network = { there: 25, back: 25, jitter_ms: 8, drift };
  ask(clock, random, network, every(60, 12));
  ask(clock, random, network, every(4000, 60, 4000));
  const now = 250_000;
  const off = clock.at(now) - (TRUE_OFFSET + now * (1 + drift));
  assert.ok(Math.abs(off) < 4, `${off} ms`);
});

test("one bad answer after many good ones changes nothing that is heard", () => {
  const clock = createClock();
  ask(clock, chance(3), { there: 20, back: 20, jitter_ms: 1 }, every(60, 20));
  const before = clock.at(2000);
  clock.add({ sent: 1300, received: 3300, server: TRUE_OFFSET + 1320 });
  assert.ok(Math.abs(clock.at(2000) - before) < 1);
});

test("without an answer it says that it knows nothing, and after a reset again", () => {
  const clock = createClock();
  assert.equal(clock.error_ms, Infinity);
  ask(clock, chance(1), { there: 20, back: 20, jitter_ms: 1 }, [0, 60]);
  assert.ok(clock.error_ms < 3);
  clock.reset();
  assert.equal(clock.error_ms, Infinity);
});
