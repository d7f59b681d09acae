import { find, findAll } from "../dom.js";

/**
 * Reads a stop out of its page: the HTML is the one place where it is written.
 *
 * @param {HTMLElement} article
 * @param {string} url
 * @returns {import("./store.js").PlayerStop | null} null when it has no sound yet
 */
export function readStop(article, url) {
  const data = article.dataset;
  if (data.status !== "ready") return null;
  const paragraphs = findAll("[data-transcript] p", article);
  return {
    id: data.stop ?? "",
    code: data.code ?? "",
    title: data.title ?? "",
    tourTitle: data.tourTitle ?? "",
    lang: data.lang ?? "",
    url,
    previous: data.previous ?? null,
    next: data.next ?? null,
    duration_s: Number(data.duration ?? 0),
    sources: findAll("audio source", article).map((source) => ({
      type: source.getAttribute("type") ?? "",
      url: source.getAttribute("src") ?? "",
    })),
    note: data.noteAudio
      ? {
          text: find(".note p, [data-note] p", article)?.textContent ?? "",
          sources: JSON.parse(data.noteAudio),
        }
      : null,
    cues: sentences(article).map((span) => ({
      start: Number(span.dataset.start),
      end: Number(span.dataset.end),
      text: span.textContent ?? "",
      paragraph: paragraphs.indexOf(
        /** @type {HTMLElement} */ (span.parentElement),
      ),
    })),
  };
}

/**
 * The sentences that have times, in order.
 *
 * @param {HTMLElement} article
 */
export function sentences(article) {
  return findAll("[data-transcript] [data-start]", article);
}

/** The article of the page that is shown, if it is a stop's. */
export function shownArticle() {
  return /** @type {HTMLElement | null} */ (find("article[data-stop]"));
}
