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

/** What was reached while something else was playing: it waits for the end of that. */
export class Waiting {
  /** @type {string[]} those that were surely reached, in this order */
  #reached = [];
  /** @type {string | null} */
  #guess = null;

  /** @param {Arrived} arrived */
  add({ stop, sure }) {
    if (!sure) {
      if (!this.#reached.includes(stop)) this.#guess = stop;
      return;
    }
    this.forget(stop);
    this.#reached.push(stop);
  }

  /** Ids of those that were surely reached, the newest first. */
  get stops() {
    return this.#reached.slice().reverse();
  }

  /**
   * What comes next: the newest at which the visitor still is. It waits no more; the others do, but guesses.
   *
   * @param {(stop: string) => boolean} isThere
   * @returns {Arrived | null}
   */
  next(isThere) {
    const guess = this.#guess;
    this.#guess = null;
    const stop = this.stops.find(isThere);
    if (stop !== undefined) {
      this.forget(stop);
      return { stop, sure: true };
    }
    return guess !== null && isThere(guess)
      ? { stop: guess, sure: false }
      : null;
  }

  /** It was chosen in another way. @param {string} stop */
  forget(stop) {
    this.#reached = this.#reached.filter((each) => each !== stop);
    if (this.#guess === stop) this.#guess = null;
  }

  clear() {
    this.#reached = [];
    this.#guess = null;
  }
}

const BARELY_S = 10;

/**
 * Whether a stop that had begun spoke so briefly that it is offered anew.
 *
 * @param {import("./heard.js").Heard} heard
 */
export function barelyHeard(heard) {
  return !heard.finished && heard.position_s < BARELY_S;
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
