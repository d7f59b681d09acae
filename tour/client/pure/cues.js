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
 * @param {readonly {start: number}[]} cues
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
 * @typedef {object} Word A word of a sentence, and when it begins in the sound.
 * @property {number} from its first letter
 * @property {number} to after its last one
 * @property {number} start seconds from the start of the sound
 */

/**
 * Reads the words of a sentence as the page carries them: "letter letters ms,…", in order.
 *
 * @param {string} marks
 * @param {number} start_s when the sentence begins
 * @returns {Word[]}
 */
export function readWords(marks, start_s) {
  return marks.split(",").flatMap((mark) => {
    const [from, letters, ms] = mark.split(" ").map(Number);
    return letters > 0 && ms >= 0
      ? [{ from, to: from + letters, start: start_s + ms / 1000 }]
      : [];
  });
}
