import { SLEEP } from "./model.js";

/**
 * Time that goes on while the phone sleeps. The clock that is never set back stands still then (performance.now
 * on Android and iOS), the wall clock does not: where the wall clock leaps ahead of the other, the phone has
 * slept. A wall clock that is set forward looks the same, wherever the visitor is found; taken for a sleep it
 * costs a warm-up, while a sleep taken for a set clock would act upon what was believed before it.
 */
export class WakingClock {
  #slept = 0; // seconds that the steady clock has missed
  /** @type {number | null} */
  #lead = null; // of the wall clock over this one

  /**
   * @param {number} t seconds, on the steady clock
   * @param {number} [wall] seconds, on the wall clock, where it is known
   * @returns {number} seconds, sleeps included
   */
  read(t, wall) {
    const now = t + this.#slept;
    if (wall === undefined || !Number.isFinite(wall)) return now;
    const lead = wall - now;
    const slept = sleptBetween(this.#lead, lead);
    this.#slept += slept;
    this.#lead = lead - slept;
    return now + slept;
  }

  /** A sleep that was found otherwise; the wall clock will have gone on as well. @param {number} seconds */
  add(seconds) {
    this.#slept += seconds;
  }
}

/**
 * @param {number | null} before seconds by which a wall clock was ahead
 * @param {number} lead seconds by which it is ahead now
 * @returns {number} seconds of sleep that this tells of
 */
export function sleptBetween(before, lead) {
  const leap = before === null ? 0 : lead - before;
  return leap > SLEEP.leap ? leap : 0;
}
