/**
 * What the visitor is asked on the way, and what waits for the end of what is playing.
 */
import { Waiting } from "../pure/arrivals.js";
import {
  alsoOf,
  announcementOf,
  offerOf,
  questionAbout,
  recollectionOf,
} from "./cards.js";

/**
 * @typedef {import("../pure/walk-plan.js").ManifestStop} ManifestStop
 * @typedef {import("../pure/arrivals.js").Arrived} Arrived
 * @typedef {import("./view.js").Card} Card
 */

/**
 * @param {object} known
 * @param {(id: string) => ManifestStop | undefined} known.stop in the language of the page
 * @param {(id: string) => boolean} known.isHeard to its end
 * @param {(stop: ManifestStop) => boolean} known.untold its note is not known to the visitor yet
 * @param {() => import("../player/store.js").PlayerState} known.state of the player
 */
export function createAsking({ stop: find, isHeard, untold, state }) {
  const waiting = new Waiting();
  /** @type {Set<string>} of these, those that the visitor has left before their turn came */
  let left = new Set();
  /** @type {(() => Card) | null} made anew in the language of each page */
  let question = null;
  /** @type {Arrived | null} what it is about, if it is an arrival */
  let asked = null;

  const renewed = (/** @type {ManifestStop} */ stop) => find(stop.id) ?? stop;
  const present = (/** @type {string[]} */ ids) =>
    ids.flatMap((id) => find(id) ?? []);

  /** The newest of those that wait: what comes next, or what could be heard now. @returns {Card | null} */
  function waitingCard() {
    const { status, led } = state();
    const [newest] = present(waiting.stops);
    if (!newest || led) return null; // while a guide leads nothing else is announced
    const speaks = status === "playing" || status === "paused";
    const known = { untold: untold(newest) };
    return speaks && !left.has(newest.id)
      ? announcementOf(newest, known)
      : offerOf(newest, known);
  }

  return {
    /** @returns {Card | null} */
    get card() {
      const card = question?.() ?? waitingCard();
      if (!card || state().led) return card;
      const others = waiting.stops.filter((id) => id !== card.stop);
      return { ...card, also: alsoOf(present(others)) };
    },
    /**
     * @param {ManifestStop} stop
     * @param {boolean} sure
     */
    ask(stop, sure) {
      if (question && asked?.sure && !isHeard(asked.stop)) waiting.add(asked);
      waiting.forget(stop.id);
      asked = { stop: stop.id, sure };
      const heard = isHeard(stop.id);
      const known = { sure, heard, untold: untold(stop) };
      question = () => questionAbout(renewed(stop), known);
    },
    /** @param {ManifestStop[]} stops passed while the phone slept */
    tellPassed(stops) {
      if (question && asked?.sure && !isHeard(asked.stop)) waiting.add(asked);
      asked = null;
      question = () => recollectionOf(stops.map(renewed));
    },
    /** @param {Arrived} arrived */
    wait(arrived) {
      waiting.add(arrived);
      left.delete(arrived.stop);
    },
    /**
     * What may begin now that nothing speaks; the rest is asked about.
     *
     * @param {(stop: string) => boolean} isThere
     */
    next(isThere) {
      const next = waiting.next(isThere);
      left = new Set(waiting.stops);
      if (next) question = null;
      return next;
    },
    /** It was begun. @param {string} stop */
    forget(stop) {
      waiting.forget(stop);
      if (question?.().stop === stop) question = null;
    },
    /** The question is answered, with yes or in another way. */
    close() {
      question = null;
    },
    /** Not now: all of it is to be found in the list. */
    clear() {
      question = null;
      waiting.clear();
    },
  };
}
