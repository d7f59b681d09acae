import assert from "node:assert/strict";
import { test } from "node:test";
import {
  metresBetween,
  planOf,
  spread,
} from "../../../tour/client/pure/plan.js";
import { clockTime, fill } from "../../../tour/client/pure/text.js";

test("times read as on a clock", () => {
  assert.deepEqual([0, 5, 65.9, 600, NaN, -3, Infinity].map(clockTime), [
    "0:00",
    "0:05",
    "1:05",
    "10:00",
    "0:00",
    "0:00",
    "0:00",
  ]);
});

test("names in braces are filled in, and a missing one stays visible", () => {
  assert.equal(
    fill("{number}. {title}", { number: 0, title: "Gate" }),
    "0. Gate",
  );
  assert.equal(fill("to {position}", {}), "to {position}");
});

const stop = (id, lat, lng, kind = "outdoor") => ({
  id,
  code: id,
  title: id,
  kind,
  page_url: `/en/stops/${id}`,
  position: { lat, lng, uncertainty_m: 120, source: "sketch" },
});

test("distance agrees with the geodesic to 0.3 % over a kilometre", () => {
  // 0.005° north and 0.01° east at 51° N: 895.6 m on the WGS-84 ellipsoid (Karney 2013)
  const metres = metresBetween(
    { lat: 51, lng: 71 },
    { lat: 51.005, lng: 71.01 },
  );
  assert.ok(Math.abs(metres - 895.6) < 895.6 * 0.003, String(metres));
});

test("the plan holds the memorial's own stops in order, and the way between them", () => {
  const manifest = {
    anchor: { lat: 51, lng: 71 },
    stops: [
      stop("1", 51, 71),
      stop("2", 51.0005, 71),
      stop("3", 51.0005, 71),
      stop("4", 51.2, 71),
      stop("5", 51, 71, "off-site"),
    ],
  };
  const { features } = planOf(manifest);
  assert.deepEqual(
    features.map(({ properties }) => properties.id),
    ["way", "1", "2", "3"],
  );
  assert.deepEqual(features[0].geometry.coordinates[1], [71, 51.0005]);
});

test("one stop alone has no way", () => {
  const { features } = planOf({
    anchor: { lat: 51, lng: 71 },
    stops: [stop("1", 51, 71)],
  });
  assert.deepEqual(
    features.map(({ geometry }) => geometry.type),
    ["Point"],
  );
});

test("points that are too near give way to each other, and no others move", () => {
  const alone = { x: 300, y: 300 };
  const crowd = [
    { x: 0, y: 0 },
    { x: 0, y: 0 },
    { x: 10, y: 0 },
    { x: 12, y: 5 },
  ];
  const moved = spread([...crowd, alone], 40);
  assert.deepEqual(moved.at(-1), alone);
  for (const [place, one] of moved.entries())
    for (const other of moved.slice(place + 1))
      assert.ok(Math.hypot(one.x - other.x, one.y - other.y) >= 40);
  for (const [place, { x, y }] of crowd.entries())
    assert.ok(Math.hypot(moved[place].x - x, moved[place].y - y) < 60);
  const [left, right] = spread([crowd[0], crowd[1]], 40);
  assert.ok(left.x < right.x, "of two at one place the first stands first");
  assert.equal(left.y, right.y);
  assert.deepEqual(crowd[0], { x: 0, y: 0 }, "what was given is as it was");
});
