/**
 * Which second of the sound card's clock is being heard at this very moment, on the way from the program
 * to the ear as far as the browser knows it (a Bluetooth speaker's delay it does not know).
 *
 * It is read all the time, and the output is kept awake by a signal that no ear and no converter can tell
 * from silence. Chromium 156 lets go of the sound card after half a minute of digital silence; the next
 * sound began 10 to 16 ms apart on phones that then had to learn how long the way is.
 */
const EVERY_MS = 100;
const KEPT = 80;
const RECENT = 15;
const YOUNG_MS = 10_000;
const MOVED_S = 0.008;
const INAUDIBLE = 1e-7; // −140 dB

/** @param {AudioContext} context */
export function createHeardClock(context) {
  /** @type {number[]} */
  let apart = [];
  let middle = NaN;
  let settledAt = performance.now() + YOUNG_MS;
  const awake = new ConstantSourceNode(context, { offset: INAUDIBLE });
  awake.connect(context.destination);
  awake.start();
  const timer = setInterval(look, EVERY_MS);
  look();

  /** Seconds by which the sound card's heard time is ahead of the page's steady clock. */
  function ask() {
    const stamp = context.getOutputTimestamp?.();
    if (stamp?.contextTime && stamp.performanceTime)
      return stamp.contextTime - stamp.performanceTime / 1000;
    const delay = context.outputLatency || context.baseLatency || 0;
    return context.currentTime - delay - performance.now() / 1000;
  }

  /**
   * Takes one more reading: single ones are off by some milliseconds, the middle of many is not. Only the
   * newest count when the sound card has stumbled, and while a new output still finds out how long its
   * way is: it is off by 5 to 18 ms at first, and less each second (Chromium over PulseAudio).
   */
  function look() {
    const now = performance.now();
    if (context.state !== "running") {
      apart = [];
      settledAt = now + YOUNG_MS;
    }
    apart = [...apart, ask()].slice(-KEPT);
    const newest = middleOf(apart.slice(-RECENT));
    const young = now < settledAt;
    if (young || Math.abs(newest - middleOf(apart)) > MOVED_S)
      apart = apart.slice(-RECENT);
    middle = middleOf(apart);
  }

  return {
    /** s on the sound card's clock */
    now() {
      return performance.now() / 1000 + middle;
    },
    end() {
      clearInterval(timer);
      awake.stop();
    },
  };
}

/** @param {number[]} values */
function middleOf(values) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[sorted.length >> 1];
}
