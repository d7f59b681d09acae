import { word } from "../words.js";

/**
 * @typedef {import("../pure/walk-plan.js").ManifestStop} ManifestStop
 * @typedef {import("./view.js").Card} Card
 */

/**
 * A stop that does not start by itself: what is told before it, and the question.
 *
 * @param {ManifestStop} stop
 * @param {{sure: boolean, heard: boolean, untold: boolean}} known
 * @returns {Card}
 */
export function questionAbout(stop, { sure, heard, untold }) {
  const ready = stop.narration.status === "ready";
  const name = { number: stop.code, title: stop.title };
  const question = heard
    ? word("walk_again", name)
    : word(sure ? "walk_here" : "walk_near", name);
  return card(
    stop,
    [noteOf(stop, untold), question, ready ? "" : word("walk_silent")],
    ready,
  );
}

/**
 * A stop that waits for the end of what is playing.
 *
 * @param {ManifestStop} stop
 * @param {{untold: boolean}} known
 * @returns {Card}
 */
export function announcementOf(stop, { untold }) {
  const next = word("walk_next", { number: stop.code, title: stop.title });
  const ready = stop.narration.status === "ready";
  return {
    ...card(stop, [noteOf(stop, untold), next]),
    yes: word(ready ? "walk_play_now" : "walk_read"),
  };
}

/**
 * A stop that waited; the visitor has left it meanwhile.
 *
 * @param {ManifestStop} stop
 * @param {{untold: boolean}} known
 * @returns {Card}
 */
export function offerOf(stop, { untold }) {
  const left = word("walk_left", { number: stop.code, title: stop.title });
  const ready = stop.narration.status === "ready";
  return card(stop, [
    noteOf(stop, untold),
    left,
    ready ? "" : word("walk_silent"),
  ]);
}

/**
 * Other stops that wait, each to be begun by one tap.
 *
 * @param {ManifestStop[]} stops
 * @returns {Card["also"]}
 */
export function alsoOf(stops) {
  return stops.map((stop) => ({ stop: stop.id, text: titled([stop]) }));
}

/**
 * What was passed while the phone slept; the last of it can be played.
 *
 * @param {ManifestStop[]} stops at least one
 * @returns {Card}
 */
export function recollectionOf(stops) {
  return card(stops[stops.length - 1], [
    word("walk_passed", { stops: titled(stops) }),
  ]);
}

/**
 * @param {ManifestStop} stop
 * @param {string[]} lines empty ones are left out
 * @param {boolean} ready it has sound
 * @returns {Card}
 */
function card(stop, lines, ready = stop.narration.status === "ready") {
  return {
    stop: stop.id,
    lines: lines.filter((line) => line !== ""),
    yes: word(ready ? "walk_play" : "walk_read"),
    also: [],
  };
}

/**
 * @param {ManifestStop} stop
 * @param {boolean} untold
 */
const noteOf = (stop, untold) => (untold ? (stop.content_note ?? "") : "");

/** @param {ManifestStop[]} stops */
function titled(stops) {
  return stops.map(({ code, title }) => `${code}. ${title}`).join("; ");
}
