import assert from "node:assert/strict";
import { test } from "node:test";
import { signedDistance } from "../../tour/client/arrival/geometry.js";
import { replay } from "../../tour/client/arrival/replay.js";
import { Chance } from "../../tour/zones/walks/chance.js";
import { sitesOf } from "../../tour/zones/walks/layout.js";
import { replayWalks } from "../../tour/zones/walks/replayed.js";
import { simulateWalk } from "../../tour/zones/walks/simulate.js";
import { truthOf } from "../../tour/zones/walks/truth.js";
import { makeWalk } from "../../tour/zones/walks/visitor.js";

const stop = (id, points, more = {}) => ({
  type: "stop",
  id,
  geometry: points.length > 1 ? "line" : "circle",
  margin: 8,
  points: points.map(([x, y]) => [50 + y / 111132, 70 + x / 71555]),
  auto: true,
  ...more,
});
const lines = (...stops) => [{ type: "site", lat0: 50, lng0: 70 }, ...stops];
const circle = (id, x, margin = 8) => ({
  id,
  geometry: "circle",
  margin,
  outline: [{ x, y: 0 }],
});
const standing = (x, meant) =>
  Array.from({ length: 120 }, () => ({ x, y: 0, meant }));
const kinds = (truth) => truth.map(({ stop, kind }) => [stop, kind]);

test("where zones meet, the deeper one owns the place unless another stop is meant", () => {
  const stops = [circle("a", 0), circle("b", 10)];
  assert.deepEqual(kinds(truthOf(standing(4, null), stops, 1.2)), [
    ["a", "visit"],
  ]);
  assert.deepEqual(kinds(truthOf(standing(4, "b"), stops, 1.2)), [
    ["b", "visit"],
  ]);
  assert.deepEqual(kinds(truthOf(standing(-4, "b"), stops, 1.2)), [
    ["a", "visit"],
  ]);
});

test("stops that people walk between make one group, in the tour's order", () => {
  const ids = (sites) => sites.map(({ stops }) => stops.map(({ id }) => id));
  const far = stop("far", [[2000, 0]]);
  const near = [stop("a", [[0, 0]]), stop("c", [[400, 0]])];
  const between = stop("b", [[200, 0]]);
  const groups = (...stops) => ids(sitesOf(new Chance(1), lines(...stops)));
  assert.deepEqual(groups(...near, far), [["a"], ["c"], ["far"]]);
  assert.deepEqual(groups(...near, far, between), [["a", "c", "b"], ["far"]]);
  const [a, c] = near;
  const beyond = stop("d", [[-200, 0]]);
  const joined = [["d", "c", "a", "b"]];
  assert.deepEqual(groups(beyond, c, a, between), joined);
});

test("who walks along a bent line stays beside it", () => {
  const wall = stop("wall", [
    [0, 0],
    [30, 0],
    [30, 40],
  ]);
  const [site] = sitesOf(new Chance(1), lines(wall));
  let beside = 0;
  let away = 0;
  for (let seed = 1; seed <= 30; seed += 1) {
    const { path, visitor } = makeWalk(new Chance(seed), site);
    if (visitor.persona === "photo") continue; // steps back to take pictures
    for (const { x, y, meant } of path) {
      if (!meant) continue;
      const out = signedDistance(x, y, site.stops[0]);
      if (out < 0) beside += 1;
      else away += 1; // on the way there
    }
  }
  assert.ok(beside > 10 * away, `${beside} half seconds beside, ${away} away`);
});

test("a walk is the same for the same seed and has fixes and truth", () => {
  const row = [0, 40, 80].map((x) => stop(`at ${x}`, [[x, 0]]));
  const [site] = sitesOf(new Chance(1), lines(...row));
  const walk = (seed) => simulateWalk(site, "x", "w", seed);
  assert.deepEqual(walk(5), walk(5));
  assert.notDeepEqual(walk(5), walk(6));
  const types = new Set(walk(5).map(({ type }) => type));
  assert.deepEqual([...types].sort(), ["fix", "truth", "walk"]);
});

test("people rest at the places to wait beside their stops, and the engine knows these", () => {
  const [lat, lng] = stop("", [[25, 0]]).points[0];
  const bench = { type: "rest", id: "rest1", point: [lat, lng] };
  const away = { type: "rest", id: "rest2", point: [lat, lng + 0.02] };
  const stops = [stop("a", [[0, 0]]), stop("b", [[50, 0]])];
  const layout = [...lines(...stops), bench, away];
  const [site] = sitesOf(new Chance(5), layout);
  assert.deepEqual(
    site.rests.map(({ x, y }) => [Math.round(x), Math.round(y)]),
    [[25, 0]],
  );
  assert.equal(site.benches[0], site.rests[0]);
  assert.equal(site.benches.length, 4);

  /** @type {any[]} */
  const told = [];
  replayWalks(layout, 5, 25, (line) => told.push(line.starts));
  const walked = (rests) =>
    told.slice(1).map((_, w) => {
      const walk = simulateWalk(
        site,
        "layout",
        `0-${w}`,
        5 * 1000 * 100000 + w,
      );
      const fixes = walk.filter(({ type }) => type === "fix");
      return replay({ stops, rests }, fixes);
    });
  assert.deepEqual(told.slice(1), walked([bench.point, away.point]));
  assert.notDeepEqual(told.slice(1), walked([]));
});
