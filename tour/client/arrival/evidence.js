/**
 * From "where and how fast" to "has arrived": the probability of halting in each zone, gathered over seconds.
 * Both the filter's uncertainty and what is known of people (they halt at stops, on benches, seldom elsewhere)
 * enter; a stop starts when it is probable for long enough, not when an estimate crosses a line.
 */
import { NOWHERE, ZoneMap } from "./geometry.js";
import { Habits } from "./habits.js";
import { DECISION, WALK } from "./model.js";
import { POINTS } from "./points.js";

/** Hypotheses lighter than this share of their group are not worth a look at the map. */
const LIGHTEST = 0.02;

/**
 * Writes into `mass` the probability of each zone, given that the visitor walks (or does not).
 *
 * @param {import("./motion.js").Hypothesis[]} hypotheses
 * @param {boolean} walking which of them to ask
 * @param {ZoneMap} map
 * @param {Float64Array} mass
 * @returns {number} probability of walking (or not)
 */
export function spreadOver(hypotheses, walking, map, mass) {
  mass.fill(0);
  let total = 0;
  for (const h of hypotheses)
    if ((h.mode === WALK) === walking) total += h.weight;
  for (const h of hypotheses) {
    if ((h.mode === WALK) !== walking || h.weight < LIGHTEST * total) continue;
    const deviation = DECISION.doubt * Math.sqrt(h.p[0]);
    const share = h.weight / total / POINTS.length;
    for (const point of POINTS) {
      const zone = map.at(
        h.x[0] + deviation * point.x,
        h.y[0] + deviation * point.y,
      );
      if (zone !== NOWHERE) mass[zone] += share;
    }
  }
  return total;
}

/** What is believed of one stop. */
class Belief {
  /** @param {boolean} passthrough */
  constructor(passthrough) {
    this.passthrough = passthrough;
    this.started = false;
    this.present = 0; // probability of being in the zone, now
    this.halted = 0; // probability of having halted in it, averaged over seconds
    this.crossing = 0; // probability of being in it, averaged
    this.stayed = 0; // seconds of probable presence
    this.occupied = 0; // seconds in the zone since the start, weighed by probability
    this.there = 0; // seconds since the start in which the visitor was rather in the zone than not
    this.goneFor = 0; // seconds since the visitor left
  }

  /**
   * @param {number} dt seconds
   * @param {number} halting probability of having halted in the zone
   * @param {number} present probability of being in it
   */
  update(dt, halting, present) {
    this.present = present;
    this.halted +=
      (1 - Math.exp(-dt / DECISION.patience)) * (halting - this.halted);
    this.crossing +=
      (1 - Math.exp(-dt / DECISION.passPatience)) * (present - this.crossing);
    this.stayed = Math.max(0, this.stayed + (present > 0.5 ? dt : -dt));
    if (present < DECISION.gone) this.goneFor += dt;
    else if (present > 0.5) this.goneFor = 0;
    if (!this.started) return;
    const meant = this.passthrough ? present : halting;
    this.occupied += meant * dt;
    if (meant > 0.5) this.there += dt;
  }

  /** A start that proved to be a pass-by or a short look does not use up the visit to come. */
  rearm() {
    if (!this.started || this.present >= DECISION.gone) return;
    if (this.occupied >= DECISION.heard && !this.#wasGlance) return;
    this.started = false;
    this.occupied = 0;
    this.stayed = 0;
    this.halted = 0;
  }

  /** What was gathered before a long silence says nothing of who has halted since. */
  forget() {
    this.halted = 0;
    this.crossing = 0;
    this.stayed = 0;
  }

  /** The visitor was hardly there, and does not just step back from it. */
  get #wasGlance() {
    const { crossed, glance, stepBack } = DECISION;
    return (
      this.there < (this.passthrough ? crossed : glance) &&
      this.goneFor > stepBack
    );
  }

  get isVisited() {
    return this.occupied >= DECISION.heard && this.goneFor > DECISION.away;
  }

  get isDue() {
    if (this.started) return false;
    if (this.halted > DECISION.sure || this.stayed > DECISION.longStay)
      return true;
    return this.passthrough && this.crossing > DECISION.passSure;
  }

  start() {
    this.started = true;
    this.occupied = 0;
    this.there = 0;
  }
}

/** The beliefs about all stops that may start by themselves. */
export class Evidence {
  /**
   * @param {import("./geometry.js").Stop[]} stops
   * @param {{geometry: import("./geometry.js").Shape, outline: import("./geometry.js").Point[], margin: number}[]} zones
   *   those of the stops, in their order, then those of known benches
   */
  constructor(stops, zones) {
    this.beliefs = stops.map((stop) => new Belief(Boolean(stop.passthrough)));
    this.map = new ZoneMap(zones);
    this.habits = new Habits(this.map);
    zones.forEach((_, index) => this.#describe(index));
    this.halting = new Float64Array(zones.length);
    this.walking = new Float64Array(zones.length);
    this.atStop = 0;
  }

  /**
   * Takes the filter's belief as it stands for `dt` seconds.
   *
   * @param {import("./filter.js").MotionFilter} filter
   * @param {number} dt seconds
   * @param {boolean} [mayStart] false while the fixes are too young to act upon
   * @returns {number[]} indices of the stops that start now
   */
  gather(filter, dt, mayStart = true) {
    const { beliefs, halting, walking } = this;
    const slow = spreadOver(filter.hypotheses, false, this.map, halting);
    const fast = spreadOver(filter.hypotheses, true, this.map, walking);
    const crowd = this.#weighHalts();
    this.atStop = 0;
    /** @type {number[]} */
    const due = [];
    beliefs.forEach((belief, index) => {
      this.atStop += slow * halting[index] + fast * walking[index];
      const halted = (slow * halting[index] * this.#liking(index)) / crowd;
      belief.update(dt, halted, halted + fast * walking[index]);
      this.#describe(index);
    });
    beliefs.forEach((belief, index) => {
      if (mayStart && belief.isDue) {
        belief.start();
        due.push(index);
      } else belief.rearm();
    });
    return due;
  }

  /** Nothing is known of the last minutes; what has started stays started. */
  forget() {
    for (const belief of this.beliefs) belief.forget();
  }

  /** The stop has started before, in a session that ended. @param {number} index */
  remember(index) {
    const belief = this.beliefs[index];
    belief.start();
    belief.occupied = DECISION.heard;
    belief.there = Infinity;
  }

  /** @param {number} index */
  #describe(index) {
    const belief = this.beliefs[index];
    const kind = belief?.isVisited ? "visited" : belief ? "stop" : "rest";
    this.habits.describe(index, kind);
  }

  /** How much more often people halt at this place than on open ground. @param {number} index */
  #liking(index) {
    if (index >= this.beliefs.length) return DECISION.haltsAtRests;
    return this.beliefs[index].isVisited
      ? DECISION.haltsAtVisited
      : DECISION.haltsAtStops;
  }

  #weighHalts() {
    let sum = 1;
    for (let index = 0; index < this.halting.length; index += 1)
      sum += this.halting[index] * (this.#liking(index) - 1);
    return sum;
  }
}
