/** More than this is no correction of the wall clock but a sleep, ms. */
const SLEEP_MS = 5000;

/**
 * Seconds on a clock that is never set back and goes on while the phone sleeps. The page's own clock stands
 * still then on Android and iOS (https://github.com/w3c/hr-time/issues/115), the wall clock may be set: what
 * the wall clock is far ahead from one look to the next was slept.
 *
 * @param {() => number} monotonic ms, never set back
 * @param {() => number} wall ms
 * @returns {() => number} seconds; ask often, for only leaps are seen
 */
export function createClock(monotonic, wall) {
  let before = { monotonic: monotonic(), wall: wall() };
  let slept = 0;
  return () => {
    const now = { monotonic: monotonic(), wall: wall() };
    const ahead = now.wall - before.wall - (now.monotonic - before.monotonic);
    if (ahead > SLEEP_MS) slept += ahead;
    before = now;
    return (now.monotonic + slept) / 1000;
  };
}
