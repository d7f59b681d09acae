/**
 * How visitors change between standing, strolling and walking, and what that does to the filters: each mode
 * becomes the mixture of those from which a visitor now in it may have come. Where they are counts: who
 * walks on is less probably in a zone than who halts (interacting models whose changes depend on the state).
 */
import { Habits, Lean } from "./habits.js";
import { CHANGES, MODES, STILL, STROLL, WALK } from "./model.js";
import { Hypothesis } from "./motion.js";

const COUNT = MODES.length;
const TINY = 1e-300;

export class ModeChanges {
  /** @param {Habits} habits of people, place by place */
  constructor(habits) {
    this.habits = habits;
    this.chances = MODES.map(() => new Float64Array(COUNT));
    this.mixed = MODES.map((_, mode) => new Hypothesis(mode, 1));
    /** The part of each mode that stands or strolls afterwards. */
    this.slowed = MODES.map((_, mode) => new Hypothesis(mode, 1));
    this.lean = new Lean();
  }

  /**
   * Lets the modes of one scale change, in place.
   *
   * @param {Hypothesis[]} modes one of each mode
   * @param {number} dt seconds
   */
  apply(modes, dt) {
    const { stillToStroll, strollToStill, stillToWalk, strollToWalk } = CHANGES;
    const fromStill = stillToWalk * this.#stay(modes[STILL], dt * stillToWalk);
    this.#leave(STILL, dt, 0, stillToStroll, fromStill);
    const fromStroll =
      strollToWalk * this.#stay(modes[STROLL], dt * strollToWalk);
    this.#leave(STROLL, dt, strollToStill, 0, fromStroll);
    const halt = this.#halt(modes[WALK]);
    this.#leave(WALK, dt, halt, halt * CHANGES.slowPerHalt, 0);
    for (let to = 0; to < COUNT; to += 1)
      this.#mix(modes, to === WALK ? modes : this.slowed, to);
    for (let mode = 0; mode < COUNT; mode += 1)
      modes[mode].copy(this.mixed[mode]);
  }

  /**
   * A hypothesis that stands or strolls when the filter begins has halted somewhere, more often at a stop.
   *
   * @param {Hypothesis} hypothesis
   */
  settle(hypothesis) {
    if (hypothesis.mode === WALK) return;
    this.lean.measure(hypothesis, this.habits.map, this.habits.first);
    hypothesis.weight *= this.lean.mean;
    this.lean.narrow(hypothesis);
  }

  /**
   * Those who do not set off.
   *
   * @param {Hypothesis} hypothesis that stands or strolls
   * @param {number} chance of setting off on open ground
   * @returns {number} how much oftener they set off where they are
   */
  #stay(hypothesis, chance) {
    const { lean, habits } = this;
    const staying = this.slowed[hypothesis.mode];
    lean.measure(hypothesis, habits.map, habits.setOff);
    lean.turn(chance * lean.mean);
    staying.copy(hypothesis);
    lean.narrow(staying);
    return lean.mean;
  }

  /**
   * Those who halt.
   *
   * @param {Hypothesis} hypothesis that walks
   * @returns {number} how often, times per second
   */
  #halt(hypothesis) {
    const { lean, habits } = this;
    const halting = this.slowed[WALK];
    lean.measure(hypothesis, habits.map, habits.halt);
    halting.copy(hypothesis);
    lean.narrow(halting);
    return lean.mean;
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
   * @param {Hypothesis[]} modes that weigh
   * @param {Hypothesis[]} sources where those of each mode are who end in the other
   * @param {number} to mode
   */
  #mix(modes, sources, to) {
    const { chances } = this;
    const target = this.mixed[to];
    target.clear();
    for (let from = 0; from < COUNT; from += 1) {
      target.weight += modes[from].weight * chances[from][to];
    }
    const total = Math.max(target.weight, TINY);
    for (let from = 0; from < COUNT; from += 1) {
      target.add(
        sources[from],
        (modes[from].weight * chances[from][to]) / total,
      );
    }
    for (let from = 0; from < COUNT; from += 1) {
      const share = (modes[from].weight * chances[from][to]) / total;
      if (share > 1e-9) target.addSpread(sources[from], share);
    }
  }
}
