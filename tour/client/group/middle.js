/**
 * How far the sound is from its place, in the middle of some readings: an element's clock goes on in steps
 * of up to 40 ms, and what one reading says alone is no reason to change the rate.
 */
const READINGS = 4;

export function createMiddle() {
  /** @type {number[]} */
  let seen = [];
  return {
    /** @param {number} off_s @returns {number} */
    of(off_s) {
      seen = [...seen, off_s].slice(-READINGS);
      return seen.reduce((sum, each) => sum + each, 0) / seen.length;
    },
    /** Something was started, or put elsewhere. */
    forget() {
      seen = [];
    },
  };
}
