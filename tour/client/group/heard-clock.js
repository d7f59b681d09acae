/**
 * Which second of the sound card's clock is being heard at this very moment, on the way from the program
 * to the ear as far as the browser knows it (a Bluetooth speaker's delay it does not know).
 */
const KEPT = 25;
const SETTLED = 5;

/** @param {AudioContext} context */
export function createHeardClock(context) {
  /** @type {number[]} */
  let apart = [];
  let middle = NaN;

  /** Seconds by which the sound card's heard time is ahead of the page's steady clock. */
  function ask() {
    const stamp = context.getOutputTimestamp?.();
    if (stamp?.contextTime && stamp.performanceTime)
      return stamp.contextTime - stamp.performanceTime / 1000;
    const delay = context.outputLatency || context.baseLatency || 0;
    return context.currentTime - delay - performance.now() / 1000;
  }

  return {
    /** Takes one more reading: single ones are off by some milliseconds, their middle is not. */
    look() {
      const now = ask();
      if (apart.length >= SETTLED && Math.abs(now - middle) > 0.25) apart = [];
      apart = [...apart, now].slice(-KEPT);
      const sorted = [...apart].sort((a, b) => a - b);
      middle = sorted[sorted.length >> 1];
    },
    /** s on the sound card's clock */
    now() {
      return performance.now() / 1000 + middle;
    },
  };
}
