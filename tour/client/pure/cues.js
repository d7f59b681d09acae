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

/**
 * Where the same paragraph begins in another language's sound.
 *
 * @param {readonly Cue[]} from
 * @param {readonly Cue[]} to
 * @param {number} time
 * @returns {number} seconds; 0 when it cannot be told
 */
export function samePlace(from, to, time) {
  const here = from[cueAt(from, time)];
  if (!here || here === from[0]) return 0;
  return to.find((cue) => cue.paragraph === here.paragraph)?.start ?? 0;
}
