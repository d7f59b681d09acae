/** A small fictional place and phones that walk through it, for the tests of the arrival engine. */
import { planeAt } from "../../../tour/client/arrival/geometry.js";

export const ORIGIN = /** @type {const} */ ([50, 70]);
const { toPlane, toDegrees } = planeAt(...ORIGIN);
export { toPlane };

/** A point given in metres east and north of the origin, as [lat, lng]. */
export const at = (x, y) => {
  const { lat, lng } = toDegrees(x, y);
  return [lat, lng];
};

/** A gate, a figure 40 m further, a second figure 18 m beside it, a long wall. */
export const STOPS = [
  {
    id: "gate",
    order: 1,
    geometry: "circle",
    points: [at(0, 0)],
    margin: 8,
    auto: true,
    passthrough: true,
  },
  {
    id: "first",
    order: 2,
    geometry: "circle",
    points: [at(0, 40)],
    margin: 7,
    auto: true,
    passthrough: false,
  },
  {
    id: "second",
    order: 3,
    geometry: "circle",
    points: [at(18, 40)],
    margin: 7,
    auto: true,
    passthrough: false,
  },
  {
    id: "wall",
    order: 4,
    geometry: "line",
    points: [at(-30, 90), at(30, 90)],
    margin: 7,
    auto: true,
    passthrough: false,
  },
];

/** Seeded numbers between 0 and 1 (Park and Miller's generator). */
export function chance(seed) {
  let state = seed;
  return () => {
    state = (state * 48271) % 2147483647;
    return state / 2147483647;
  };
}

/** Seeded, nearly normal numbers. */
export function normals(seed) {
  const next = chance(seed);
  return () => Array.from({ length: 12 }, next).reduce((a, b) => a + b, -6);
}

/**
 * The fixes of a phone, one a second, along legs [x, y, seconds on the way there].
 *
 * @param {[number, number, number][]} legs the first is where the walk begins
 * @param {{sigma?: number, seed?: number, speed?: boolean, accuracy?: number}} phone
 *   sigma: of an error that wanders over half a minute, metres
 */
export function walk(legs, phone = {}) {
  const { sigma = 2, seed = 1, speed = true, accuracy = 1.6 * sigma } = phone;
  const normal = normals(seed);
  const keep = Math.exp(-1 / 30);
  let [x, y] = legs[0];
  let [errorX, errorY] = [sigma * normal(), sigma * normal()];
  const fixes = [];
  for (const [toX, toY, seconds] of legs) {
    const [vx, vy] = [(toX - x) / seconds, (toY - y) / seconds];
    for (let s = 0; s < seconds; s += 1) {
      x += vx;
      y += vy;
      const fresh = sigma * Math.sqrt(1 - keep * keep);
      errorX = keep * errorX + fresh * normal();
      errorY = keep * errorY + fresh * normal();
      const [lat, lng] = at(
        x + errorX + 0.3 * normal(),
        y + errorY + 0.3 * normal(),
      );
      const pace = Math.hypot(vx, vy);
      fixes.push({
        t: fixes.length + 1,
        lat,
        lng,
        accuracy,
        speed: speed ? Math.max(0, pace + 0.1 * normal()) : null,
        heading: pace > 0.5 ? (Math.atan2(vx, vy) * 180) / Math.PI : null,
      });
    }
  }
  return fixes;
}

/** Feeds fixes to an engine as a phone does, with a tick each second. @returns {object[]} events */
export function feed(arrivals, fixes) {
  const events = [];
  let before = Infinity;
  for (const fix of fixes) {
    for (let t = before + 1; t < fix.t - 0.3; t += 1)
      events.push(...arrivals.tick(t));
    events.push(...arrivals.fix(fix));
    before = fix.t;
  }
  return events;
}

/** In through the gate, a halt at the first figure, past the second, along the wall, and back. */
export const TOUR = [
  [0, -50, 1],
  [0, 40, 72],
  [0, 40, 60],
  [18, 40, 14],
  [50, 70, 34],
  [28, 90, 24],
  [-28, 90, 110],
  [-50, 60, 30],
  [-60, -40, 80],
];
