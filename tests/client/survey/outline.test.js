import assert from "node:assert/strict";
import { test } from "node:test";
import { Chance } from "../../../tour/zones/walks/chance.js";
import { planeAt } from "../../../tour/client/arrival/geometry.js";
import {
  areaOf,
  outline,
  simplified,
} from "../../../tour/client/survey/outline.js";

const plane = planeAt(51, 71);

/** A phone carried along corners at a metre a second, with a slowly wandering error. */
function walked(
  corners,
  { chance = new Chance(1), error = 1.5, accuracy = 5 } = {},
) {
  const fixes = [];
  let [ex, ey] = [error * chance.normal(), error * chance.normal()];
  let t = 0;
  corners.slice(1).forEach(([bx, by], place) => {
    const [ax, ay] = corners[place];
    const steps = Math.round(Math.hypot(bx - ax, by - ay));
    for (let step = 0; step < steps; step += 1) {
      const keep = Math.exp(-1 / 30);
      const pull = Math.sqrt(1 - keep ** 2) * error;
      ex = keep * ex + pull * chance.normal();
      ey = keep * ey + pull * chance.normal();
      const share = step / steps;
      const { lat, lng } = plane.toDegrees(
        ax + (bx - ax) * share + ex,
        ay + (by - ay) * share + ey,
      );
      fixes.push({ t: (t += 1), lat, lng, accuracy, speed: 1 });
    }
  });
  return fixes;
}

const SQUARE = [
  [0, 0],
  [30, 0],
  [30, 20],
  [0, 20],
  [0, 0],
];

test("a square that was walked comes out as one", () => {
  for (let seed = 1; seed <= 30; seed += 1) {
    const found = outline(
      walked(SQUARE, { chance: new Chance(seed) }),
      "polygon",
    );
    assert.ok(found.closed && found.large);
    assert.ok(
      found.points.length >= 4 && found.points.length <= 12,
      `${found.points.length}`,
    );
    const area = Math.abs(areaOf(found.corners));
    assert.ok(area > 420 && area < 800, `${area} m² with seed ${seed}`);
    assert.ok(found.length_m > 85 && found.length_m < 115, `${found.length_m}`);
    assert.ok(found.uncertainty_m > 5 && found.uncertainty_m < 10);
    assert.notDeepEqual(found.points[0], found.points.at(-1));
  }
});

test("without error the corners are exact", () => {
  const found = outline(walked(SQUARE, { error: 0 }), "polygon");
  assert.equal(found.points.length, 4);
  assert.ok(Math.abs(Math.abs(areaOf(found.corners)) - 600) < 60);
});

test("jumps and spikes are taken out", () => {
  const fixes = walked(SQUARE, { chance: new Chance(4) });
  const clean = outline(fixes, "polygon");
  const spiked = fixes.map((fix, place) =>
    [0, 25, 26, 60].includes(place)
      ? { ...fix, lat: fix.lat + 70 / 111132 }
      : fix,
  );
  const found = outline(spiked, "polygon");
  assert.equal(found.used, fixes.length - 4);
  const [a, b] = [clean, found].map(({ corners }) => Math.abs(areaOf(corners)));
  assert.ok(Math.abs(a - b) < 80, `${a} and ${b}`);
});

test("an outline that was not walked to its end says so", () => {
  const found = outline(walked(SQUARE.slice(0, 4)), "polygon");
  assert.equal(found.closed, false);
  assert.ok(found.gap_m > 15 && found.gap_m < 26);
});

test("a line keeps its ends", () => {
  const found = outline(
    walked(
      [
        [0, 0],
        [40, 0],
        [40, 15],
      ],
      { error: 0 },
    ),
    "line",
  );
  assert.equal(found.points.length, 3);
  assert.ok(found.large);
  const { x, y } = plane.toPlane(...found.points[2]);
  assert.ok(Math.hypot(x - 40, y - 15) < 2);
});

test("what was hardly walked is too small", () => {
  assert.equal(
    outline(
      walked(
        [
          [0, 0],
          [4, 0],
        ],
        { error: 0 },
      ),
      "line",
    ).large,
    false,
  );
  const there = outline(
    walked(
      [
        [0, 0],
        [20, 0],
        [0, 0],
      ],
      { error: 0 },
    ),
    "polygon",
  );
  assert.equal(there.large, false);
});

test("nothing good comes of nothing", () => {
  assert.equal(outline([], "line"), null);
  assert.equal(
    outline([{ t: 0, lat: 51, lng: 71, accuracy: 5 }], "line"),
    null,
  );
});

test("a long way has a bounded number of corners", () => {
  const zigzag = Array.from({ length: 120 }, (_, place) => [
    place * 6,
    place % 2 ? 14 : 0,
  ]);
  const found = outline(walked(zigzag, { error: 0 }), "line");
  assert.ok(found.points.length <= 40 && found.points.length >= 2);
});

test("simplifying never moves more than it may", () => {
  const path = Array.from({ length: 50 }, (_, x) => ({
    x,
    y: Math.sin(x / 5) * 4,
  }));
  const corners = simplified(path, 1);
  assert.ok(corners.length < 20);
  assert.deepEqual([corners[0], corners.at(-1)], [path[0], path.at(-1)]);
});
