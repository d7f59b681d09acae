import { SLEEP } from "./model.js";

/**
 * Seconds on a clock that is never set back and goes on while the phone sleeps. The page's own clock stands
 * still then on Android and iOS (https://github.com/w3c/hr-time/issues/115), the wall clock does not: where the
 * wall clock leaps ahead from one look to the next, the phone has slept. A wall clock that is set forward looks
 * the same, wherever the visitor is found; taken for a sleep it costs a warm-up, while a sleep taken for a set
 * clock would act upon what was believed before it.
 *
 * @param {() => number} monotonic ms, never set back
 * @param {() => number} wall ms
 * @returns {() => number} seconds; ask often, for only leaps are seen
 */
export function createClock(monotonic, wall) {
  /** @type {number | null} */
  let lead = null;
  let slept = 0;
  return () => {
    const steady = monotonic() / 1000;
    const now = wall() / 1000 - steady;
    slept += sleptBetween(lead, now);
    lead = now;
    return steady + slept;
  };
}

/**
 * @param {number | null} before seconds by which a wall clock was ahead of the steady one
 * @param {number} lead seconds by which it is ahead now
 * @returns {number} seconds of sleep that this tells of
 */
export function sleptBetween(before, lead) {
  const leap = before === null ? 0 : lead - before;
  return leap > SLEEP.leap ? leap : 0;
}
