import { walkWordsUrl } from "./pure/saving.js";
import { fill } from "./pure/text.js";

/** @type {Element | null} */
let source = null;
/** @type {Record<string, string>} */
let texts = {};

/**
 * The texts of a program that goes along from page to page: they come by themselves, for the pages do not
 * carry them.
 *
 * @type {Record<string, string>}
 */
let along = {};

/** The texts of the page that is shown now; read anew when it is another one. */
export function readWords() {
  const here = document.getElementById("words");
  if (here !== source) {
    source = here;
    texts = JSON.parse(here?.textContent ?? "{}");
  }
  return texts;
}

/**
 * A text of the interface in the page's language.
 *
 * @param {string} key
 * @param {Record<string, string | number>} [values]
 */
export function word(key, values = {}) {
  return fill(readWords()[key] ?? along[key] ?? key, values);
}

/**
 * The walk's texts in a language, which a saved tour has too.
 *
 * @param {string} lang
 * @returns {Promise<Record<string, string>>}
 */
export async function fetchWalkWords(lang) {
  const answer = await fetch(walkWordsUrl(lang));
  if (!answer.ok) throw new TypeError(`${answer.status}`);
  return answer.json();
}

/** Takes along what was fetched. @param {Record<string, string>} fetched */
export function takeAlong(fetched) {
  along = fetched;
}

const TOAST_MS = 8000;

/**
 * Says something once, to eyes and to screen readers, without taking the focus.
 *
 * @param {string} text
 */
export function say(text) {
  const place = document.getElementById("toast");
  if (!place) return;
  const line = document.createElement("p");
  line.textContent = text;
  place.replaceChildren(line);
  setTimeout(() => line.remove(), TOAST_MS);
}
