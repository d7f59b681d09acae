import { fill } from "./pure/text.js";

/** @type {Record<string, string>} */
let texts = {};

/** Takes the texts of the page that is shown now. */
export function readWords() {
  texts = JSON.parse(document.getElementById("words")?.textContent ?? "{}");
}

/**
 * A text of the interface in the page's language.
 *
 * @param {string} key
 * @param {Record<string, string | number>} [values]
 */
export function word(key, values = {}) {
  return fill(texts[key] ?? key, values);
}

const TOAST_MS = 8000;
/** @type {ReturnType<typeof setTimeout> | undefined} */
let timer;

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
  clearTimeout(timer);
  timer = setTimeout(() => place.replaceChildren(), TOAST_MS);
}
