/**
 * What is done when the visitor comes to a stop.
 *
 * @typedef {object} Arrived
 * @property {string} stop id
 * @property {boolean} sure the engine says "arrived"; else only "perhaps near"
 *
 * @typedef {object} Circumstances
 * @property {string | null} speaking id of the stop that is playing now
 * @property {boolean} paused it was begun and the visitor paused it
 * @property {boolean} automatic the visitor lets stops start by themselves
 * @property {boolean} ready the stop has sound
 * @property {boolean} heard it was heard to its end on this visit
 * @property {boolean} untold it has a note that comes first, which the visitor does not know and which
 *   cannot be heard
 *
 * @typedef {"start" | "wait" | "ask" | "nothing"} Step
 */

/**
 * Only an arrival that is sure, at a stop that needs no word before it, starts by itself; what is playing is
 * never cut off.
 *
 * @param {Arrived} arrived
 * @param {Circumstances} now
 * @returns {Step}
 */
export function stepFor(arrived, now) {
  if (now.speaking === arrived.stop) return "nothing";
  if (!arrived.sure && now.heard) return "nothing";
  if (now.speaking !== null) return "wait";
  const itself = arrived.sure && now.automatic && now.ready;
  const settled = now.heard || now.paused || now.untold;
  return itself && !settled ? "start" : "ask";
}

/** The arrival that waits for the end of what is playing: one, the newest, for there the visitor is. */
export class Waiting {
  /** @type {Arrived | null} */
  next = null;

  /**
   * @param {Arrived} arrived
   * @returns {string | null} id of a stop that was reached, waited, and gives way
   */
  add(arrived) {
    const before = this.next;
    if (before?.sure && !arrived.sure) return null; // a guess moves nobody aside
    this.next = arrived;
    return before?.sure && before.stop !== arrived.stop ? before.stop : null;
  }

  /** @returns {Arrived | null} the one that waited; nobody waits afterwards */
  take() {
    const { next } = this;
    this.next = null;
    return next;
  }

  /** The stop was chosen in another way. @param {string} stop */
  forget(stop) {
    if (this.next?.stop === stop) this.next = null;
  }
}

const VISIT_MS = 12 * 3600 * 1000;

/**
 * Whether a stop was heard to its end on this visit: another day it may start again.
 *
 * @param {import("./heard.js").Heard} heard
 * @param {number} now ms since 1970
 */
export function heardToday(heard, now) {
  return heard.finished && (heard.at === 0 || now - heard.at < VISIT_MS);
}
