import { fill } from "./pure/text.js";

/** @type {Element | null} */
let source = null;
/** @type {Record<string, string>} */
let texts = {};

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
  return fill(readWords()[key] ?? key, values);
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
