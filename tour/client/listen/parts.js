import { readStop } from "../player/stop-page.js";

/**
 * Reads the chapters of a walk out of its page.
 *
 * @param {HTMLElement[]} articles
 * @param {string} path
 * @returns {import("./walk.js").Part[]}
 */
export function readParts(articles, path) {
  return articles.map((article, place) => {
    const stop = readStop(article, path);
    const at = (/** @type {number} */ other) => {
      const id = articles[other]?.dataset.stop;
      return id ? `${path}?from=${id}` : null;
    };
    if (stop) {
      stop.previous = at(place - 1);
      stop.next = at(place + 1);
    }
    const chapter = {
      id: article.dataset.stop ?? "",
      sounding: stop !== null,
      guarded: "guarded" in article.dataset,
      noted: Boolean(stop?.note),
    };
    return { chapter, stop };
  });
}
