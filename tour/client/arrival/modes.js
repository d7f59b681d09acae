/**
 * How visitors change between standing, strolling and walking, and what that does to the filters: each mode
 * becomes the mixture of those from which a visitor now in it may have come.
 */
import { CHANGES, MODES, STILL, STROLL, WALK } from "./model.js";
import { Hypothesis } from "./motion.js";

const COUNT = MODES.length;
const TINY = 1e-300;

export class ModeChanges {
  constructor() {
    this.chances = MODES.map(() => new Float64Array(COUNT));
    this.mixed = MODES.map((_, mode) => new Hypothesis(mode, 1));
  }

  /**
   * Sets how probable each change is.
   *
   * @param {number} dt seconds
   * @param {number} atStop probability that the visitor is in a zone, where people halt more often
   */
  set(dt, atStop) {
    const { haltInZone, haltElsewhere, slowPerHalt } = CHANGES;
    const halt = haltElsewhere + (haltInZone - haltElsewhere) * atStop;
    const { stillToStroll, stillToWalk, strollToStill, strollToWalk } = CHANGES;
    this.#leave(STILL, dt, 0, stillToStroll, stillToWalk);
    this.#leave(STROLL, dt, strollToStill, 0, strollToWalk);
    this.#leave(WALK, dt, halt, halt * slowPerHalt, 0);
  }

  /** @param {Hypothesis[]} modes one of each mode, changed in place */
  apply(modes) {
    for (let to = 0; to < COUNT; to += 1) this.#mix(modes, to);
    for (let mode = 0; mode < COUNT; mode += 1) {
      modes[mode].copy(this.mixed[mode]);
    }
  }

  /**
   * Fills a row of chances from the rates per second towards each mode.
   *
   * @param {number} from mode
   * @param {number} dt seconds
   * @param {number} still
   * @param {number} stroll
   * @param {number} walk
   */
  #leave(from, dt, still, stroll, walk) {
    const row = this.chances[from];
    const sum = still + stroll + walk;
    const gone = 1 - Math.exp(-dt * sum);
    row[STILL] = (still / sum) * gone;
    row[STROLL] = (stroll / sum) * gone;
    row[WALK] = (walk / sum) * gone;
    row[from] = 1 - gone;
  }

  /**
   * @param {Hypothesis[]} modes
   * @param {number} to mode
   */
  #mix(modes, to) {
    const { chances } = this;
    const target = this.mixed[to];
    target.clear();
    for (let from = 0; from < COUNT; from += 1) {
      target.weight += modes[from].weight * chances[from][to];
    }
    const total = Math.max(target.weight, TINY);
    for (let from = 0; from < COUNT; from += 1) {
      target.add(modes[from], (modes[from].weight * chances[from][to]) / total);
    }
    for (let from = 0; from < COUNT; from += 1) {
      const share = (modes[from].weight * chances[from][to]) / total;
      if (share > 1e-9) target.addSpread(modes[from], share);
    }
  }
}
