/**
 * What a phone tells of itself every ten seconds: how it keeps up, never who or where it is. A phone that
 * goes on alone has left and tells nothing, so whoever tells follows the group.
 *
 * @param {object} what
 * @param {import("./following.js").Membership} what.me
 * @param {string | null} what.stop
 * @param {number} what.line_s on the stop's common line of time
 * @param {number | null} what.second of the phone's own sound; null when it follows by text
 * @param {readonly import("./follow.js").Beat[]} what.beats
 * @param {number} what.lag_ms
 * @param {number} what.clock_error_ms
 * @param {boolean} what.saved
 * @param {boolean} what.inStep
 * @param {boolean} what.hidden
 */
export function reportOf({
  me,
  stop,
  line_s,
  second,
  beats,
  lag_ms,
  clock_error_ms,
  saved,
  inStep,
  hidden,
}) {
  const beat = beats.reduce(
    (last, { at_s }, place) => (at_s <= line_s ? place : last),
    0,
  );
  return {
    lang: me.lang,
    output: me.output,
    position:
      stop === null
        ? null
        : { stop, beat, second: rounded(Math.max(0, second ?? line_s)) },
    lag_ms: Math.round(lag_ms),
    clock_error_ms: rounded(Math.min(clock_error_ms, 60_000)),
    saved,
    state: inStep ? "in_step" : "behind",
    hidden,
  };
}

/** @param {number} value */
const rounded = (value) => Math.round(value * 10) / 10;
