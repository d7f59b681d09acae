import { find } from "../dom.js";
import { say, word } from "../words.js";

/**
 * The sentence that the page's address leads to.
 *
 * @param {HTMLElement} article
 * @returns {HTMLElement | null}
 */
export function linkedSentence(article) {
  const id = /^#(s\d+)$/.exec(location.hash)?.[1];
  return id ? find(`[data-transcript] #${id}`, article) : null;
}

/**
 * Offers a link that opens at the sentence that is spoken, or was tapped last.
 *
 * @param {HTMLElement} article
 */
export function offerLink(article) {
  const row = /** @type {HTMLElement | null} */ (find("[data-share]", article));
  if (!row) return;
  row.hidden = false;
  find("button", row)?.addEventListener("click", () => {
    const sentence = find(".transcript .now", article);
    const url = new URL(location.pathname, location.href);
    if (sentence) url.hash = sentence.id;
    void share(url.href);
  });
}

/**
 * Gives an address to what the phone shares with, else to the clipboard, else to the eye.
 *
 * @param {string} url
 */
export async function share(url) {
  try {
    if (navigator.share) await navigator.share({ title: document.title, url });
    else {
      await navigator.clipboard.writeText(url);
      say(word("share_copied"));
    }
  } catch (error) {
    // Closing the phone's own sheet is no fault.
    if (!(error instanceof DOMException && error.name === "AbortError"))
      say(word("share_copy", { url }));
  }
}
