import assert from "node:assert/strict";
import { test } from "node:test";
import { Chance } from "../../../tour/zones/walks/chance.js";
import { planeAt } from "../../../tour/client/arrival/geometry.js";
import { average, shares } from "../../../tour/client/survey/average.js";

const PLACE = { lat: 51, lng: 71 };
const plane = planeAt(PLACE.lat, PLACE.lng);

/** What a phone says that lies still: two slowly wandering errors and noise, in metres per axis. */
function standing(
  chance,
  { seconds = 45, accuracy = 6, truth = 1, claims = () => accuracy } = {},
) {
  const sigma = (accuracy / 1.6) * truth;
  const wander = (memory, share) => {
    let value = share * sigma * chance.normal();
    const keep = Math.exp(-1 / memory);
    return () =>
      (value =
        keep * value +
        Math.sqrt(1 - keep ** 2) * share * sigma * chance.normal());
  };
  const errors = [0, 1].map(() => [wander(25, 0.8), wander(120, 0.55)]);
  return Array.from({ length: seconds }, (_, t) => {
    const [x, y] = errors.map(
      (both) =>
        both.reduce((sum, next) => sum + next(), 0) + 0.3 * chance.normal(),
    );
    return { t, ...plane.toDegrees(x, y), accuracy: claims(t), speed: 0 };
  });
}

const off_m = ({ lat, lng }) => {
  const { x, y } = plane.toPlane(lat, lng);
  return Math.hypot(x, y);
};

test("nothing comes of nothing", () => {
  assert.equal(average([]), null);
  const junk = [
    { t: 0, lat: NaN, lng: 71, accuracy: 5 },
    { t: 1, lat: 51, lng: 71, accuracy: 0 },
    { t: 2, lat: 51, lng: 71, accuracy: Infinity },
  ];
  assert.equal(average(junk), null);
});

test("one fix is worth what it claims", () => {
  const one = average([{ t: 0, ...PLACE, accuracy: 8 }]);
  assert.ok(one);
  assert.ok(off_m(one) < 0.01);
  assert.ok(one.uncertainty_m > 10 && one.uncertainty_m < 16);
  assert.equal(one.used, 1);
});

for (const [name, truth, least] of [
  ["phones that claim rightly", 1, 0.93],
  ["phones that claim too much", 1.5, 0.8],
  ["phones that claim too little", 0.6, 0.97],
])
  test(`the radius holds the place: ${name}`, () => {
    const chance = new Chance(7);
    let held = 0;
    let radius = 0;
    const takes = 600;
    for (let take = 0; take < takes; take += 1) {
      const found = average(standing(chance, { truth, seconds: 45 }));
      held += off_m(found) <= found.uncertainty_m;
      radius += found.uncertainty_m / takes;
    }
    assert.ok(held / takes >= least, `${held / takes} of ${takes}`);
    assert.ok(radius < 11 * Math.max(1, truth), `${radius} m`);
  });

test("more fixes in the same time say no more, more time does", () => {
  const dense = shares(60, 600, 4).mean;
  const sparse = shares(60, 60, 4).mean;
  assert.ok(Math.abs(dense - sparse) < 0.01);
  assert.ok(shares(600, 600, 4).mean < 0.6 * sparse);
});

test("a jump of the position does not move the place", () => {
  const chance = new Chance(3);
  for (let take = 0; take < 30; take += 1) {
    const calm = standing(chance, { seconds: 50 });
    const jumping = calm.map((fix) =>
      fix.t >= 20 && fix.t < 32 ? { ...fix, lat: fix.lat + 60 / 111132 } : fix,
    );
    const [before, after] = [average(calm), average(jumping)];
    assert.ok(Math.abs(off_m(before) - off_m(after)) < 2.5);
    assert.equal(after.used, after.fixes - 12);
    assert.equal(after.dots.filter(({ used }) => !used).length, 12);
  }
});

test("coarse fixes of a cell mast are left out", () => {
  const fixes = standing(new Chance(5));
  const mixed = fixes.map((fix, place) =>
    place % 5 === 0 ? { ...fix, lat: fix.lat + 0.004, accuracy: 900 } : fix,
  );
  const found = average(mixed);
  assert.ok(off_m(found) < 8);
  assert.equal(found.used, 36);
});

test("fixes that are repeated, stale or out of order are no news", () => {
  const [first, ...rest] = standing(new Chance(9), { seconds: 5 });
  const frozen = Array.from({ length: 40 }, (_, t) => ({ ...first, t: t + 1 }));
  const found = average([first, ...frozen]);
  assert.equal(found.used, 1);
  assert.equal(found.repeated, 40);
  assert.ok(found.uncertainty_m > 8);
  const stale = { ...rest[0], t: 10, ts: 0, lat: 51.01 };
  const late = { ...rest[1], t: 0.5, lat: 51.01 };
  const mixed = average([
    { ...first, ts: 0 },
    ...rest.map((fix) => ({ ...fix, ts: fix.t })),
    stale,
    late,
  ]);
  assert.equal(mixed.used, 5);
});

test("whoever walks meanwhile is told", () => {
  const chance = new Chance(11);
  let wrongly = 0;
  for (let take = 0; take < 100; take += 1) {
    const still = standing(chance, { seconds: 45 });
    wrongly += average(still).moved;
    const walking = still.map((fix) => ({
      ...fix,
      lat: fix.lat + (fix.t * 0.8) / 111132,
    }));
    assert.ok(average(walking).moved);
  }
  assert.ok(wrongly <= 5, `${wrongly} of 100`);
});

test("better claims weigh more", () => {
  const chance = new Chance(13);
  const fixes = standing(chance, {
    seconds: 40,
    claims: (t) => (t < 20 ? 12 : 5),
  }).map((fix) => (fix.t < 20 ? { ...fix, lat: fix.lat + 9 / 111132 } : fix));
  const { y } = plane.toPlane(average(fixes).lat, 71);
  const plain = fixes.reduce((sum, { lat }) => sum + lat / fixes.length, 0);
  assert.ok(Math.abs(y) < Math.abs(plane.toPlane(plain, 71).y));
});
