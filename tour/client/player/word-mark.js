import { stillness } from "../dom.js";
import { cueAt, readWords } from "../pure/cues.js";

/**
 * Underlines the word that is being said, by a range that is painted over the text: the page's
 * elements stay as they are. Nothing is drawn where less motion is asked for, or where the browser
 * has no highlights; the sentence is lit all the same.
 *
 * @param {readonly HTMLElement[]} spans the sentences, in order
 * @returns {(place: number, time: number) => void} told of the sentence that is lit (-1: none) and
 *   the time in the sound
 */
export function wordMark(spans) {
  const drawn = globalThis.CSS?.highlights;
  if (!drawn || typeof Highlight === "undefined") return () => {};
  /** @type {import("../pure/cues.js").Word[]} */
  let words = [];
  let sentence = -1;
  let marked = -1;

  return (place, time) => {
    if (place !== sentence) {
      sentence = place;
      marked = -1;
      drawn.delete("word");
      const { words: marks, start } = spans[place]?.dataset ?? {};
      words = marks ? readWords(marks, Number(start)) : [];
    }
    const now = stillness() ? -1 : cueAt(words, time);
    if (now === marked) return;
    marked = now;
    const text = spans[place]?.firstChild;
    const word = words[now];
    if (!word || !text) {
      drawn.delete("word");
      return;
    }
    const range = new StaticRange({
      startContainer: text,
      startOffset: word.from,
      endContainer: text,
      endOffset: word.to,
    });
    drawn.set("word", new Highlight(range));
  };
}
