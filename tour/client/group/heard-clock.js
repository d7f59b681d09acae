/**
 * Which second of the sound card's clock is being heard at this very moment, on the way from the program
 * to the ear as far as the browser knows it (a Bluetooth speaker's delay it does not know).
 */
const KEPT = 80;
const RECENT = 15;
const MOVED_S = 0.008;

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
    /**
     * Takes one more reading: single ones are off by some milliseconds, the middle of many is not. When
     * the sound card has stumbled, only the newest count.
     */
    look() {
      apart = [...apart, ask()].slice(-KEPT);
      const newest = middleOf(apart.slice(-RECENT));
      if (Math.abs(newest - middleOf(apart)) > MOVED_S)
        apart = apart.slice(-RECENT);
      middle = middleOf(apart);
    },
    /** s on the sound card's clock */
    now() {
      return performance.now() / 1000 + middle;
    },
  };
}

/** @param {number[]} values */
function middleOf(values) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[sorted.length >> 1];
}
