import assert from "node:assert/strict";
import { test } from "node:test";
import {
  distanceToSegment,
  isInside,
  NOWHERE,
  planeAt,
  signedDistance,
  zoneOf,
  ZoneMap,
} from "../../../tour/client/arrival/geometry.js";
import { chance, STOPS, toPlane } from "./walks.js";

const near = (actual, expected, tolerance = 1e-9) =>
  assert.ok(
    Math.abs(actual - expected) <= tolerance,
    `${actual} is not ${expected}`,
  );
const circle = (x, y, margin) => ({
  geometry: "circle",
  outline: [{ x, y }],
  margin,
});
const square = {
  geometry: "polygon",
  outline: [
    { x: 0, y: 0 },
    { x: 10, y: 0 },
    { x: 10, y: 10 },
    { x: 0, y: 10 },
  ],
  margin: 2,
};

test("a degree of latitude is 111 km everywhere, one of longitude half that at 60° north", () => {
  const { toPlane: project } = planeAt(60, 30);
  const { x, y } = project(61, 31);
  near(y, 111132, 1);
  near(x, 111320 / 2, 1);
});

test("degrees and metres are each other's inverse", () => {
  const { toPlane: project, toDegrees } = planeAt(51, 71);
  const { x, y } = project(51.0021, 71.0034);
  const { lat, lng } = toDegrees(x, y);
  near(lat, 51.0021, 1e-12);
  near(lng, 71.0034, 1e-12);
});

test("the distance to a segment is to its nearest point, which may be an end", () => {
  const [a, b] = [
    { x: 0, y: 0 },
    { x: 10, y: 0 },
  ];
  near(distanceToSegment(5, 3, a, b), 3);
  near(distanceToSegment(13, 4, a, b), 5);
  near(distanceToSegment(-3, -4, a, b), 5);
  near(distanceToSegment(3, 4, a, a), 5);
});

test("the inside of a ring with a notch is told from the notch", () => {
  const ring = [
    [0, 0],
    [10, 0],
    [10, 10],
    [5, 3],
    [0, 10],
  ].map(([x, y]) => ({ x, y }));
  assert.equal(isInside(5, 1, ring), true);
  assert.equal(isInside(5, 8, ring), false);
  assert.equal(isInside(12, 1, ring), false);
});

test("a zone's signed distance is negative inside, by geometry and margin", () => {
  near(signedDistance(3, 4, circle(0, 0, 7)), -2);
  near(signedDistance(5, 5, square), -7);
  near(signedDistance(13, 5, square), 1);
  const line = { geometry: "line", outline: square.outline, margin: 1 };
  near(signedDistance(0, 5, line), 4, 1e-9);
});

test("the map agrees with the geometry, and the deeper of two zones owns a place", () => {
  const zones = [
    ...STOPS.map((stop) => zoneOf(stop, toPlane)),
    circle(9, 0, 6),
  ];
  const map = new ZoneMap(zones);
  const next = chance(5);
  for (let i = 0; i < 4000; i += 1) {
    const [x, y] = [160 * next() - 80, 200 * next() - 60];
    const depths = zones.map((zone) => signedDistance(x, y, zone));
    const sorted = [...depths].sort((a, b) => a - b);
    const clear = Math.abs(sorted[0]) > 0.8 && sorted[1] - sorted[0] > 1.6;
    if (!clear) continue; // squares of half a metre blur the edges
    const expected = sorted[0] < 0 ? depths.indexOf(sorted[0]) : NOWHERE;
    assert.equal(map.at(x, y), expected, `at ${x}, ${y}`);
  }
});

test("a site of many kilometres gets a coarser map, not a larger one", () => {
  const map = new ZoneMap([circle(0, 0, 9), circle(40000, 30000, 500)]);
  assert.ok(map.owner.length < 2_300_000);
  assert.equal(map.at(40000, 30000), 1);
  assert.equal(map.at(-1e6, 5), NOWHERE);
});

test("a map without zones owns nothing", () => {
  assert.equal(new ZoneMap([]).at(0.2, 0.2), NOWHERE);
});
