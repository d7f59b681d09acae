import { cueAt } from "./cues.js";

/** @typedef {import("./cues.js").Cue} Cue */

/**
 * Where a sound in another language is to go on: at the beginning of the sentence that says what was
 * being said. Both are cut into paragraphs alike. A paragraph of as many sentences in both languages
 * goes on at the same sentence; another one at the sentence that is spoken after the same share of the
 * paragraph's time. Where the paragraphs do not agree in number, the whole is taken as one.
 *
 * @param {readonly Cue[]} from ascending
 * @param {readonly Cue[]} to ascending
 * @param {number} time seconds in `from`
 * @returns {number} seconds in `to`; 0 for the first sentence, and when nothing can be told
 */
export function sameSentence(from, to, time) {
  const place = cueAt(from, time);
  if (place <= 0 || to.length === 0) return 0;
  const mine = paragraphsOf(from);
  const theirs = paragraphsOf(to);
  const [here, there] =
    mine.length === theirs.length ? [mine, theirs] : [[[...from]], [[...to]]];
  const at = here.findIndex((cues) => cues.includes(from[place]));
  const found = sentenceLike(here[at], there[at], from[place], time);
  return found === to[0] ? 0 : found.start;
}

/**
 * @param {Cue[]} mine
 * @param {Cue[]} theirs
 * @param {Cue} spoken one of mine
 * @param {number} time
 */
function sentenceLike(mine, theirs, spoken, time) {
  if (mine.length === theirs.length) return theirs[mine.indexOf(spoken)];
  const [start, end] = spanOf(mine);
  const share = Math.min(1, (time - start) / Math.max(end - start, 1e-3));
  const [theirStart, theirEnd] = spanOf(theirs);
  const place = cueAt(theirs, theirStart + share * (theirEnd - theirStart));
  return theirs[Math.max(place, 0)];
}

/** @param {readonly Cue[]} cues @returns {[number, number]} */
function spanOf(cues) {
  return [cues[0].start, cues[cues.length - 1].end];
}

/** @param {readonly Cue[]} cues @returns {Cue[][]} none of them empty */
function paragraphsOf(cues) {
  /** @type {Map<number, Cue[]>} */
  const found = new Map();
  for (const cue of cues)
    found.set(cue.paragraph, [...(found.get(cue.paragraph) ?? []), cue]);
  return [...found.values()];
}
