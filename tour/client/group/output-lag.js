/**
 * How long this phone's output takes until it sounds: little when it plays on, and after a jump as long as
 * a new stream takes to be heard. Both are measured, and the next one comes so much earlier.
 */
const WARM_MOST_S = 0.3;
const FRESH_MOST_S = 2.5;
const CLEAR_S = 0.1;
const RECENT_MS = 10_000;
const WIDEST = 4;

export function createOutputLag(now = () => performance.now()) {
  let warm_s = 0.03;
  let fresh_s = 0.03;
  /** @type {number[]} */
  let jumps = [];

  return {
    /** @param {boolean} fresh after a jump, or a new file */
    takes: (fresh) => (fresh ? fresh_s : warm_s),
    /**
     * Takes what a start has shown.
     *
     * @param {boolean} fresh
     * @param {number} off_s how far the sound was ahead when its clock ran
     */
    learn(fresh, off_s) {
      const far = Math.abs(off_s);
      if (fresh)
        fresh_s = clamp(
          fresh_s - off_s / (far > CLEAR_S ? 1 : 2),
          FRESH_MOST_S,
        );
      else if (far < WARM_MOST_S)
        warm_s = clamp(warm_s - off_s / 2, WARM_MOST_S);
    },
    jumped() {
      jumps = [...jumps, now()];
    },
    /** How much more is put up with: whoever had to jump twice lately would only hunt. */
    get patience() {
      jumps = jumps.filter((at) => now() - at < RECENT_MS);
      return jumps.length < 2 ? 1 : Math.min(2 ** (jumps.length - 1), WIDEST);
    },
  };
}

/** @param {number} value @param {number} most */
const clamp = (value, most) => Math.min(Math.max(value, 0), most);
