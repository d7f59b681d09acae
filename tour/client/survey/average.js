/**
 * The place where somebody stood still, from what the phone said meanwhile.
 *
 * Two things make this more than a mean. Single fixes may be wrong by anything: junk, stale and
 * repeated ones are left out by the arrival engine's own screen, the rest count by their claimed
 * accuracy, and far ones ever less (Huber's M-estimator, begun at the geometric median). And errors
 * follow each other: for half a minute and more the phone is wrong to the same side, so that a hundred
 * fixes in a minute say hardly more than two. How long they last is what the arrival engine knows
 * (`ERRORS`); the uncertainty follows from it, not from the number of fixes.
 */
import { planeAt } from "../arrival/geometry.js";
import { Screen } from "../arrival/junk.js";
import { ERRORS } from "../arrival/model.js";

/** @typedef {import("../arrival/junk.js").Fix} Fix */
/** @typedef {import("../arrival/filter.js").Observation} Observation */

/**
 * @typedef {object} Average
 * @property {number} lat degrees
 * @property {number} lng degrees
 * @property {number} uncertainty_m radius that holds the true place in 95 of 100 cases
 * @property {number} spread_m root mean square distance of the good fixes from the place
 * @property {number} effective how many independent fixes would say as much
 * @property {number} fixes that came
 * @property {number} used of them, the good ones
 * @property {number} repeated of them, those that only said again what was said before
 * @property {number} duration_s
 * @property {boolean} moved whether the phone was carried somewhere else
 * @property {{x: number, y: number, used: boolean}[]} dots metres east and north of the place
 */

const RADIUS_95 = 2.4477; // of a two-dimensional normal error, in standard deviations per axis
const LEEWAY = 1.16; // phones differ in how long their errors last
const HUBER = 1.5;
const FAR = 3.5;
const COARSE = 2.5;
const COARSEST_M = 30;
const ROUNDS = 30;
const LEAST_M = 2;
const BELIEF = 6; // so many independent differences weigh as much as what the phone claims
const SCALES = [0.7, 3];
const MOVED_M = 5;
const MOVED_SIGMAS = 3.5;

/**
 * @param {Fix[]} fixes in the order in which they came
 * @returns {Average | null} null while there is no good one
 */
export function average(fixes) {
  const origin = fixes.find(isPlace);
  if (!origin) return null;
  const plane = planeAt(origin.lat, origin.lng);
  const screen = new Screen(plane.toPlane);
  const admitted = fixes.flatMap((fix) => screen.admit(fix) ?? []);
  const fresh = admitted.filter(({ repeated }) => !repeated);
  const usual = median(fresh.map(({ sigma }) => sigma));
  const good = fresh.filter(
    ({ sigma }) => sigma <= Math.min(COARSEST_M, COARSE * usual),
  );
  if (good.length === 0) return null;
  const { x, y, weights } = centreOf(good);
  const kept = good.filter((_, place) => weights[place] > 0);
  const spread_m = spreadOf(good, weights, x, y);
  const duration_s = kept[kept.length - 1].t - kept[0].t;
  const sigma = median(kept.map((each) => each.sigma));
  const { mean, within } = shares(duration_s, kept.length, sigma);
  const scale = scaleOf(spread_m, sigma, within, duration_s);
  const uncertainty_m = LEEWAY * RADIUS_95 * sigma * scale * Math.sqrt(mean);
  return {
    ...plane.toDegrees(x, y),
    uncertainty_m: Math.max(LEAST_M, uncertainty_m),
    spread_m,
    effective: 1 / mean,
    fixes: fixes.length,
    used: kept.length,
    repeated: admitted.length - fresh.length,
    duration_s,
    moved: hasMoved(kept, sigma),
    dots: good.map((each, place) => ({
      x: each.x - x,
      y: each.y - y,
      used: weights[place] > 0,
    })),
  };
}

/**
 * The variance of a mean over a time, and what is seen of it as differences within that time, as
 * shares of a single fix's variance. For an error that is forgotten with time constant m, the mean over
 * T has the share 2m/T · (1 − m/T · (1 − e^(−T/m))) (Papoulis, Probability, "ergodicity of the mean").
 *
 * @param {number} duration_s
 * @param {number} count
 * @param {number} sigma metres
 */
export function shares(duration_s, count, sigma) {
  const slow = ERRORS.slowShare ** 2 * lasting(duration_s, ERRORS.slowMemory);
  const fast = ERRORS.fastShare ** 2 * lasting(duration_s, ERRORS.fastMemory);
  const noise = Math.max(ERRORS.noiseShare, ERRORS.noise / sigma) ** 2;
  const whole = ERRORS.slowShare ** 2 + ERRORS.fastShare ** 2 + noise;
  const mean = slow + fast + noise / count;
  return { mean, within: Math.max(0.01, whole - mean) };
}

/** @param {number} duration_s @param {number} memory_s */
function lasting(duration_s, memory_s) {
  const ratio = memory_s / Math.max(duration_s, 1e-3);
  if (ratio > 1e3) return 1;
  return 2 * ratio * (1 - ratio * (1 - Math.exp(-1 / ratio)));
}

/**
 * How much worse, or a little better, the phone is than it claims: from the spread that was seen
 * beside the spread that its claim would give.
 *
 * @param {number} spread_m
 * @param {number} sigma
 * @param {number} within
 * @param {number} duration_s
 */
function scaleOf(spread_m, sigma, within, duration_s) {
  const seen = spread_m ** 2 / 2 / (sigma ** 2 * within);
  const weight = duration_s / ERRORS.fastMemory;
  const square = (BELIEF + weight * seen * 2) / (BELIEF + weight * 2);
  return Math.min(SCALES[1], Math.max(SCALES[0], Math.sqrt(square)));
}

/** @param {Observation[]} good */
function centreOf(good) {
  const base = good.map(({ sigma }) => 1 / sigma ** 2);
  let { x, y } = weighted(good, base);
  for (let round = 0; round < ROUNDS; round += 1) {
    const pull = good.map(
      (each, place) =>
        Math.sqrt(base[place]) /
        Math.max(0.01, Math.hypot(each.x - x, each.y - y)),
    );
    ({ x, y } = weighted(good, pull));
  }
  const scatter =
    median(good.map((each) => Math.hypot(each.x - x, each.y - y))) / 1.1774;
  let weights = base;
  for (let round = 0; round < ROUNDS; round += 1) {
    weights = good.map((each, place) => {
      const far =
        Math.hypot(each.x - x, each.y - y) / Math.max(each.sigma, scatter);
      return far > FAR ? 0 : base[place] * Math.min(1, HUBER / far);
    });
    if (weights.every((weight) => weight === 0)) weights = base;
    ({ x, y } = weighted(good, weights));
  }
  return { x, y, weights };
}

/**
 * @param {{x: number, y: number}[]} points
 * @param {number[]} weights
 */
function weighted(points, weights) {
  const sum = weights.reduce((a, b) => a + b, 0);
  return {
    x: points.reduce((a, { x }, place) => a + x * weights[place], 0) / sum,
    y: points.reduce((a, { y }, place) => a + y * weights[place], 0) / sum,
  };
}

/**
 * @param {Observation[]} good
 * @param {number[]} weights
 * @param {number} x
 * @param {number} y
 */
function spreadOf(good, weights, x, y) {
  const kept = good.filter((_, place) => weights[place] > 0);
  const square = kept.reduce(
    (sum, each) => sum + (each.x - x) ** 2 + (each.y - y) ** 2,
    0,
  );
  return Math.sqrt(square / kept.length);
}

/** @param {Observation[]} kept @param {number} sigma */
function hasMoved(kept, sigma) {
  const third = Math.floor(kept.length / 3);
  if (third < 3) return false;
  const middle = (/** @type {Observation[]} */ part) => ({
    x: median(part.map(({ x }) => x)),
    y: median(part.map(({ y }) => y)),
  });
  const first = middle(kept.slice(0, third));
  const last = middle(kept.slice(-third));
  const metres = Math.hypot(first.x - last.x, first.y - last.y);
  return metres > Math.max(MOVED_M, MOVED_SIGMAS * sigma);
}

/** @param {number[]} values */
export function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const half = sorted.length >> 1;
  if (sorted.length === 0) return NaN;
  return sorted.length % 2
    ? sorted[half]
    : (sorted[half - 1] + sorted[half]) / 2;
}

/** @param {Fix} fix */
export function isPlace({ lat, lng, accuracy }) {
  return (
    Math.abs(lat) <= 90 &&
    Math.abs(lng) <= 180 &&
    accuracy > 0 &&
    Number.isFinite(accuracy)
  );
}
