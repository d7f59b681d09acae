/**
 * @typedef {object} Cue A sentence and when it is spoken; times in seconds from the start.
 * @property {number} start
 * @property {number} end
 * @property {string} text
 * @property {number} paragraph counts from 0
 */

/**
 * The cue that is spoken at a time: the last one begun, so that a sentence stays lit through the
 * pause after it. Cues ascend.
 *
 * @param {readonly Cue[]} cues
 * @param {number} time
 * @returns {number} its index; -1 before the first
 */
export function cueAt(cues, time) {
  let low = 0;
  let high = cues.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (cues[middle].start <= time) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
