/**
 * @typedef {object} Chapter
 * @property {string} id
 * @property {boolean} sounding it can be heard
 * @property {boolean} guarded a note stands before it
 *
 * @typedef {"ask" | "play" | "leave"} Notes what the listener wants of passages with a note
 */

/**
 * The chapter that follows, if any, and whether the listener is asked before it is played. Chapters
 * without a sound are passed over: their words are on the page.
 *
 * @param {readonly Chapter[]} chapters
 * @param {number} from the chapter that has ended; -1 for the beginning
 * @param {Notes} notes
 * @param {ReadonlySet<string>} told those whose note was read
 * @returns {{place: number, ask: boolean} | null} null at the end
 */
export function chapterAfter(chapters, from, notes, told) {
  for (let place = from + 1; place < chapters.length; place += 1) {
    const { id, sounding, guarded } = chapters[place];
    if (!sounding || (guarded && notes === "leave")) continue;
    return { place, ask: guarded && notes === "ask" && !told.has(id) };
  }
  return null;
}

/**
 * What an address leads to: `#stop-id`, `#stop-id-s12`, or `?from=stop-id`.
 *
 * @param {{hash: string, search: string}} address
 * @param {readonly string[]} ids
 * @returns {{id: string, sentence: string | null} | null}
 */
export function addressed({ hash, search }, ids) {
  const asked = decodeURIComponent(hash.slice(1));
  const [, id, sentence] = /^(.*?)(?:-(s\d+))?$/.exec(asked) ?? [];
  if (ids.includes(asked)) return { id: asked, sentence: null };
  if (id && ids.includes(id)) return { id, sentence: sentence ?? null };
  const from = new URLSearchParams(search).get("from");
  return from && ids.includes(from) ? { id: from, sentence: null } : null;
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
