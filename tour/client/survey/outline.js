/**
 * The line or outline that somebody walked, from what the phone said on the way: jumps and spikes are
 * taken out, the rest is smoothed over a few seconds and simplified to as many corners as the phone's
 * certainty justifies.
 */
import { distanceToSegment, planeAt } from "../arrival/geometry.js";
import { Screen } from "../arrival/junk.js";
import { isPlace, median } from "./average.js";

/** @typedef {import("../arrival/junk.js").Fix} Fix */
/** @typedef {import("../arrival/geometry.js").Point} Point */

/**
 * @typedef {object} Outline
 * @property {[number, number][]} points latitude and longitude in degrees
 * @property {number} uncertainty_m radius that holds the true edge in 95 of 100 cases
 * @property {number} spread_m root mean square distance of the good fixes from the outline
 * @property {number} fixes that came
 * @property {number} used of them, the good ones
 * @property {number} repeated of them, those that only said again what was said before
 * @property {number} duration_s
 * @property {number} length_m of the way that was walked
 * @property {number} gap_m from its end to its beginning
 * @property {boolean} closed whether the end is near enough to the beginning
 * @property {boolean} large whether it is long or wide enough to be one
 * @property {Point[]} corners metres east and north of the first fix
 * @property {Point[]} walked the good fixes, likewise
 */

const RADIUS_95 = 2.4477;
const COARSE = 2.5;
const COARSEST_M = 20;
const FASTEST = 3.5; // metres per second on foot; more is a jump of the position
const SMOOTH_S = 4;
const SPIKE_DEGREES = 25;
const FINEST_M = 1.5;
const FINER_THAN_SIGMA = 0.5;
const MOST_CORNERS = 40;
const CLOSE_M = 10;
const CLOSE_SHARE = 0.12;
const LEAST_LENGTH_M = 8;
const LEAST_AREA_M2 = 25;

/**
 * @param {Fix[]} fixes in the order in which they came
 * @param {"line" | "polygon"} shape
 * @returns {Outline | null} null while there are no two good ones
 */
export function outline(fixes, shape) {
  const origin = fixes.find(isPlace);
  if (!origin) return null;
  const plane = planeAt(origin.lat, origin.lng);
  const screen = new Screen(plane.toPlane);
  const admitted = fixes.flatMap((fix) => screen.admit(fix) ?? []);
  const fresh = admitted.filter(({ repeated }) => !repeated);
  const usual = median(fresh.map(({ sigma }) => sigma));
  const good = withoutJumps(
    fresh.filter(({ sigma }) => sigma <= Math.min(COARSEST_M, COARSE * usual)),
  );
  if (good.length < 2) return null;
  const smooth = smoothed(good);
  const sigma = median(good.map((each) => each.sigma));
  const ring = shape === "polygon";
  const corners = cornersOf(
    smooth,
    ring,
    Math.max(FINEST_M, FINER_THAN_SIGMA * sigma),
  );
  const length_m = lengthOf(smooth);
  const gap_m = distance(smooth[0], smooth[smooth.length - 1]);
  return {
    points: corners.map(({ x, y }) => {
      const { lat, lng } = plane.toDegrees(x, y);
      return [lat, lng];
    }),
    uncertainty_m: RADIUS_95 * sigma,
    spread_m: spreadOf(good, corners, ring),
    fixes: fixes.length,
    used: good.length,
    repeated: admitted.length - fresh.length,
    duration_s: good[good.length - 1].t - good[0].t,
    length_m,
    gap_m,
    closed: gap_m <= Math.max(CLOSE_M, CLOSE_SHARE * length_m),
    large: ring
      ? corners.length > 2 && Math.abs(areaOf(corners)) >= LEAST_AREA_M2
      : distanceAlong(corners) >= LEAST_LENGTH_M,
    corners,
    walked: good.map(({ x, y }) => ({ x, y })),
  };
}

/**
 * A jump there and back is longer than anybody walks. What comes first may be one too: the way begins
 * where most of it can be reached from.
 *
 * @template {Point & {t: number}} P
 * @param {P[]} points
 * @returns {P[]}
 */
function withoutJumps(points) {
  /** @param {number} begin */
  const reached = (begin) => {
    const kept = points.slice(begin, begin + 1);
    for (const point of points.slice(begin + 1)) {
      const last = kept[kept.length - 1];
      if (distance(last, point) <= FASTEST * (point.t - last.t) + FINEST_M)
        kept.push(point);
    }
    return kept;
  };
  const tries = [0, 1, 2, 3].filter((begin) => begin < points.length);
  return tries
    .map(reached)
    .reduce((best, each) => (each.length > best.length ? each : best), []);
}

/**
 * The mean over a few seconds around each fix.
 *
 * @param {(Point & {t: number})[]} points
 * @returns {Point[]}
 */
function smoothed(points) {
  return points.map(({ t }) => {
    const near = points.filter((each) => Math.abs(each.t - t) <= SMOOTH_S / 2);
    return {
      x: near.reduce((sum, { x }) => sum + x, 0) / near.length,
      y: near.reduce((sum, { y }) => sum + y, 0) / near.length,
    };
  });
}

/**
 * @param {Point[]} path
 * @param {boolean} ring
 * @param {number} tolerance metres
 */
function cornersOf(path, ring, tolerance) {
  let corners = path;
  for (let fine = tolerance; ; fine *= 1.4) {
    corners = withoutSpikes(
      ring ? simplifiedRing(path, fine) : simplified(path, fine),
      ring,
    );
    if (corners.length <= MOST_CORNERS) return corners;
  }
}

/**
 * Douglas and Peucker (1973).
 *
 * @param {Point[]} path
 * @param {number} tolerance metres
 * @returns {Point[]}
 */
export function simplified(path, tolerance) {
  if (path.length < 3) return path;
  const first = path[0];
  const last = path[path.length - 1];
  let farthest = 0;
  let far_m = -1;
  for (let place = 1; place < path.length - 1; place += 1) {
    const { x, y } = path[place];
    const metres = distanceToSegment(x, y, first, last);
    if (metres > far_m) [farthest, far_m] = [place, metres];
  }
  if (far_m <= tolerance) return [first, last];
  return [
    ...simplified(path.slice(0, farthest + 1), tolerance).slice(0, -1),
    ...simplified(path.slice(farthest), tolerance),
  ];
}

/**
 * A ring has no ends: it is cut where it is widest, and its last corner is not its first again.
 *
 * @param {Point[]} path
 * @param {number} tolerance
 */
function simplifiedRing(path, tolerance) {
  const [begin] = path;
  const across = path.reduce(
    (best, point, place) =>
      distance(begin, point) > distance(begin, path[best]) ? place : best,
    0,
  );
  const there = simplified(path.slice(0, across + 1), tolerance);
  const back = simplified([...path.slice(across), begin], tolerance);
  const ring = [...there, ...back.slice(1, -1)];
  while (
    ring.length > 3 &&
    distance(ring[ring.length - 1], ring[0]) <= tolerance
  )
    ring.pop();
  return ring;
}

/**
 * @param {Point[]} corners
 * @param {boolean} ring
 */
function withoutSpikes(corners, ring) {
  const kept = [...corners];
  const least = ring ? 3 : 2;
  for (let place = ring ? 0 : 1; place < kept.length - (ring ? 0 : 1);) {
    const before = kept[(place + kept.length - 1) % kept.length];
    const after = kept[(place + 1) % kept.length];
    if (
      kept.length > least &&
      turn(before, kept[place], after) < SPIKE_DEGREES
    ) {
      kept.splice(place, 1);
      place = Math.max(ring ? 0 : 1, place - 1);
    } else place += 1;
  }
  return kept;
}

/** The angle at a corner, in degrees. @param {Point} a @param {Point} b @param {Point} c */
function turn(a, b, c) {
  const angle =
    Math.atan2(a.y - b.y, a.x - b.x) - Math.atan2(c.y - b.y, c.x - b.x);
  const degrees = Math.abs((angle * 180) / Math.PI) % 360;
  return degrees > 180 ? 360 - degrees : degrees;
}

/** @param {Point} a @param {Point} b */
function distance(a, b) {
  return Math.hypot(a.x - b.x, a.y - b.y);
}

/** Of a way with its little swings taken out. @param {Point[]} path */
function lengthOf(path) {
  return distanceAlong(simplified(path, FINEST_M));
}

/** @param {Point[]} path */
function distanceAlong(path) {
  return path
    .slice(1)
    .reduce((sum, point, place) => sum + distance(path[place], point), 0);
}

/** @param {Point[]} ring */
export function areaOf(ring) {
  return ring.reduce((sum, a, place) => {
    const b = ring[(place + 1) % ring.length];
    return sum + (a.x * b.y - b.x * a.y) / 2;
  }, 0);
}

/** @param {Point[]} points @param {Point[]} corners @param {boolean} ring */
function spreadOf(points, corners, ring) {
  const ends = ring ? [...corners, corners[0]] : corners;
  const square = points.reduce((sum, { x, y }) => {
    const metres = ends
      .slice(1)
      .map((end, place) => distanceToSegment(x, y, ends[place], end));
    return sum + Math.min(...metres) ** 2;
  }, 0);
  return Math.sqrt(square / points.length);
}
