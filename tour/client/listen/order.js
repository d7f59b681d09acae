/**
 * @typedef {object} Chapter
 * @property {string} id
 * @property {boolean} sounding it can be heard
 * @property {boolean} guarded a note stands before it
 * @property {boolean} noted that note can be heard
 *
 * @typedef {"ask" | "play" | "leave"} Notes what the listener wants of passages with a note
 *
 * @typedef {"play" | "note" | "ask" | "pass"} Step play; play after its note was heard; ask first; do
 *   not play
 */

/**
 * How a chapter is come to. One whose note is not known is never played without it: the note is heard
 * or asked about, whichever way leads there.
 *
 * @param {Chapter} chapter
 * @param {Notes} notes
 * @param {boolean} known its note was read or heard
 * @param {boolean} [named] the listener named this very chapter: leaving out was not meant for it
 * @returns {Step}
 */
export function stepTo(chapter, notes, known, named = false) {
  if (!chapter.sounding) return "pass";
  if (chapter.guarded && notes === "leave" && !named) return "pass";
  if (!chapter.guarded || known) return "play";
  return notes === "play" && chapter.noted ? "note" : "ask";
}

/**
 * The chapter that follows, if any, and how it is come to. Chapters without a sound are passed over:
 * their words are on the page.
 *
 * @param {readonly Chapter[]} chapters
 * @param {number} from the chapter that has ended; -1 for the beginning
 * @param {Notes} notes
 * @param {(id: string) => boolean} known whether the note of a chapter was read or heard
 * @returns {{place: number, step: Exclude<Step, "pass">} | null} null at the end
 */
export function chapterAfter(chapters, from, notes, known) {
  for (let place = from + 1; place < chapters.length; place += 1) {
    const step = stepTo(chapters[place], notes, known(chapters[place].id));
    if (step !== "pass") return { place, step };
  }
  return null;
}

/**
 * What an address leads to: `#stop-id`, `#stop-id-s12`, or `?from=stop-id`. One that cannot be read
 * leads nowhere.
 *
 * @param {{hash: string, search: string}} address
 * @param {readonly string[]} ids
 * @returns {{id: string, sentence: string | null} | null}
 */
export function addressed({ hash, search }, ids) {
  const asked = decoded(hash.slice(1));
  const [, id, sentence] = /^(.*?)(?:-(s\d+))?$/.exec(asked) ?? [];
  if (ids.includes(asked)) return { id: asked, sentence: null };
  if (id && ids.includes(id)) return { id, sentence: sentence ?? null };
  const from = new URLSearchParams(search).get("from");
  return from && ids.includes(from) ? { id: from, sentence: null } : null;
}

/** @param {string} text */
function decoded(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return ""; // a hash such as "#%" is no text
  }
}

/**
 * A window on the plan around a place, half as wide as the whole and inside it.
 *
 * @param {{x: number, y: number, width: number, height: number}} whole
 * @param {number} x
 * @param {number} y
 */
export function windowAround(whole, x, y) {
  const width = whole.width / 2;
  const height = whole.height / 2;
  const clamp = (
    /** @type {number} */ value,
    /** @type {number} */ low,
    /** @type {number} */ high,
  ) => Math.min(Math.max(value, low), high);
  return {
    x: clamp(x - width / 2, whole.x, whole.x + whole.width - width),
    y: clamp(y - height / 2, whole.y, whole.y + whole.height - height),
    width,
    height,
  };
}
