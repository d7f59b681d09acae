/**
 * What people do depends on where they are: inside a zone they halt more often than on open ground, and on a
 * bench. So a halt says something about the place, and the place about the halt: who has halted is more
 * probably in the zone than who walks through, and the phone's error is that much better known.
 */
import { NOWHERE, ZoneMap } from "./geometry.js";
import { HABITS } from "./model.js";
import { POINTS } from "./points.js";

/** Hypotheses lighter than this are not worth a look at the map. */
const LIGHTEST = 1e-4;
/** A spread is not made smaller than this share of itself at once. */
const NARROWEST = 0.3;

/** @param {number[]} values */
const average = (values) => values.reduce((a, b) => a + b, 0) / values.length;
const MIDDLE_X = average(POINTS.map(({ x }) => x));
const MIDDLE_Y = average(POINTS.map(({ y }) => y));
const SPREAD =
  average(POINTS.map(({ x, y }) => x * x + y * y)) -
  MIDDLE_X ** 2 -
  MIDDLE_Y ** 2;

/** @typedef {keyof typeof HABITS} Kind of place */

/** How often people halt and set off at each place of the map. */
export class Habits {
  /** @param {ZoneMap} [map] without one all is open ground */
  constructor(map = new ZoneMap([])) {
    const { halt, setOff, first } = HABITS.elsewhere;
    this.map = map;
    this.halt = new Float64Array(NOWHERE + 1).fill(halt);
    this.setOff = new Float64Array(NOWHERE + 1).fill(setOff);
    this.first = new Float64Array(NOWHERE + 1).fill(first);
  }

  /**
   * @param {number} zone index on the map
   * @param {Kind} kind
   */
  describe(zone, kind) {
    const { halt, setOff, first } = HABITS[kind];
    this.halt[zone] = halt;
    this.setOff[zone] = setOff;
    this.first[zone] = first;
  }
}

/** Which part of a hypothesis does something, when how often it is done depends on the place. */
export class Lean {
  constructor() {
    this.mean = 1; // how often it is done, averaged over where the visitor may be
    this.x = 0; // where those are who do it, in standard deviations from the middle of all
    this.y = 0;
    this.spread = 1; // … and their variance, as a share of that of all
  }

  /**
   * @param {import("./motion.js").Hypothesis} hypothesis
   * @param {ZoneMap} map
   * @param {Float64Array} rates of each zone, and of open ground under NOWHERE
   */
  measure({ weight, x, y, p }, map, rates) {
    this.#set(rates[NOWHERE], 0, 0, 1);
    if (weight < LIGHTEST) return;
    const deviation = Math.sqrt(p[0]);
    let sum = 0;
    let alongX = 0;
    let alongY = 0;
    let square = 0;
    let least = Infinity;
    let most = 0;
    for (const point of POINTS) {
      const rate =
        rates[map.at(x[0] + deviation * point.x, y[0] + deviation * point.y)];
      least = Math.min(least, rate);
      most = Math.max(most, rate);
      sum += rate;
      alongX += rate * point.x;
      alongY += rate * point.y;
      square += rate * (point.x * point.x + point.y * point.y);
    }
    if (least === most) {
      this.mean = most;
      return;
    }
    const [middleX, middleY] = [alongX / sum, alongY / sum];
    const spread = square / sum - middleX ** 2 - middleY ** 2;
    const mean = sum / POINTS.length;
    this.#set(mean, middleX - MIDDLE_X, middleY - MIDDLE_Y, spread / SPREAD);
  }

  /** Turns to the others, who do not do it. @param {number} share of all that does */
  turn(share) {
    const done = Math.min(0.5, share);
    const odds = done / (1 - done);
    this.#set(
      this.mean,
      -odds * this.x,
      -odds * this.y,
      Math.max(NARROWEST, 1 + odds * (1 - this.spread)),
    );
  }

  /** Narrows a hypothesis to that part of it. @param {import("./motion.js").Hypothesis} hypothesis */
  narrow(hypothesis) {
    if (this.x === 0 && this.y === 0 && this.spread === 1) return;
    const deviation = Math.sqrt(hypothesis.p[0]);
    hypothesis.shift(deviation * this.x, deviation * this.y, this.spread);
  }

  /**
   * @param {number} mean
   * @param {number} x
   * @param {number} y
   * @param {number} spread
   */
  #set(mean, x, y, spread) {
    this.mean = mean;
    this.x = x;
    this.y = y;
    this.spread = spread;
  }
}
