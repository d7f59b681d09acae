/**
 * @typedef {object} Heard What was heard of one stop.
 * @property {boolean} started
 * @property {boolean} finished
 * @property {number} position_s where to go on, in seconds
 * @property {string} lang of that position
 * @property {number} at when it was last heard, in ms since 1970
 */

/** @type {Readonly<Heard>} */
export const NOTHING_HEARD = Object.freeze({
  started: false,
  finished: false,
  position_s: 0,
  lang: "",
  at: 0,
});

/**
 * Two records of the same stop as one, in any order and any number of times: what was once heard
 * stays heard, and the place is that of the later one.
 *
 * @param {Heard} a
 * @param {Heard} b
 * @returns {Heard}
 */
export function merge(a, b) {
  const later =
    a.at !== b.at
      ? a.at > b.at
        ? a
        : b
      : a.position_s >= b.position_s
        ? a
        : b;
  return {
    started: a.started || b.started,
    finished: a.finished || b.finished,
    position_s: later.position_s,
    lang: later.lang,
    at: later.at,
  };
}

const NEAR_END_S = 3;

/**
 * Where to go on in a stop: 0 when it was heard to the end or in another language.
 *
 * @param {Heard} heard
 * @param {string} lang
 * @param {number} duration_s
 */
export function resumeAt(heard, lang, duration_s) {
  if (heard.lang !== lang) return 0;
  if (duration_s > 0 && heard.position_s > duration_s - NEAR_END_S) return 0;
  return heard.position_s;
}
