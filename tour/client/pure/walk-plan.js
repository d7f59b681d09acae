/**
 * The manifest as the walk needs it.
 *
 * @typedef {object} ManifestStop
 * @property {string} id
 * @property {number} number
 * @property {string} code
 * @property {string} title
 * @property {"outdoor" | "indoor" | "off-site"} kind
 * @property {{lat: number, lng: number, uncertainty_m: number, source: string}} position
 * @property {{shape: import("../arrival/geometry.js").Shape, points: [number, number][], margin_m: number}} zone
 * @property {boolean} autoplay
 * @property {boolean} [passthrough] a gate; a tour that was saved long ago does not tell
 * @property {string | null} content_note
 * @property {string} page_url
 * @property {{paragraph: number, text: string, start_s: number | null, end_s: number | null}[]} transcript
 * @property {{status: string, duration_s: number | null, audio: {type: string, url: string}[],
 *   note_audio: {type: string, url: string}[] | null}} narration
 *
 * @typedef {object} Manifest
 * @property {string} lang
 * @property {string} title
 * @property {{lat: number, lng: number}} anchor
 * @property {{lat: number, lng: number}[]} [rests] benches and places to wait
 * @property {ManifestStop[]} stops in walking order
 */
import {
  distanceToSegment,
  planeAt,
  signedDistance,
  zoneOf,
} from "../arrival/geometry.js";
import { OFFER } from "../arrival/model.js";

/**
 * A stop as the arrival engine takes it. Indoors a position says nothing: those are found by their number.
 *
 * @param {ManifestStop} stop
 * @returns {import("../arrival/geometry.js").Stop}
 */
export function placeOf(stop) {
  const { position, zone } = stop;
  return {
    id: stop.id,
    order: stop.number,
    geometry: zone.shape,
    points: zone.points.length ? zone.points : [[position.lat, position.lng]],
    margin: zone.margin_m,
    auto: stop.autoplay && stop.kind !== "indoor",
    passthrough: stop.passthrough === true,
    uncertainty:
      stop.kind === "indoor" || position.source === "surveyed"
        ? undefined
        : position.uncertainty_m,
  };
}

/**
 * The places to wait as the arrival engine takes them.
 *
 * @param {Manifest} manifest
 * @returns {[number, number][]}
 */
export function restsOf({ rests = [] }) {
  return rests.map(({ lat, lng }) => [lat, lng]);
}

/**
 * How many stops may start by themselves, and about how many the phone may ask.
 *
 * @param {readonly import("../arrival/geometry.js").Stop[]} places
 */
export function known(places) {
  const offered = places.filter(
    ({ auto, uncertainty }) =>
      !auto && uncertainty !== undefined && uncertainty <= OFFER.widest,
  );
  return {
    itself: places.filter(({ auto }) => auto).length,
    offered: offered.length,
  };
}

/**
 * A stop as the player holds it, without its page.
 *
 * @param {Manifest} manifest
 * @param {ManifestStop} stop
 * @returns {import("../player/store.js").PlayerStop}
 */
export function playerStop(manifest, stop) {
  const place = manifest.stops.indexOf(stop);
  const after = manifest.stops[place + 1];
  return {
    id: stop.id,
    code: stop.code,
    title: stop.title,
    tourTitle: manifest.title,
    lang: manifest.lang,
    url: stop.page_url,
    previous: manifest.stops[place - 1]?.page_url ?? null,
    next: after?.page_url ?? `/${manifest.lang}/closing`,
    duration_s: stop.narration.duration_s ?? 0,
    sources: stop.narration.audio.map(({ type, url }) => ({ type, url })),
    note: stop.narration.note_audio
      ? {
          text: stop.content_note ?? "",
          sources: stop.narration.note_audio.map(({ type, url }) => ({
            type,
            url,
          })),
        }
      : null,
    cues: stop.transcript.flatMap(({ start_s, end_s, text, paragraph }) =>
      start_s === null || end_s === null
        ? []
        : [{ start: start_s, end: end_s, text, paragraph }],
    ),
  };
}

const BESIDE_THE_WAY_M = 15;

/**
 * The stops of known place that lie on the straight way between two positions: while the phone slept the
 * visitor may have passed them. Where the visitor stands at either end is no passing.
 *
 * @param {readonly import("../arrival/geometry.js").Stop[]} places
 * @param {{lat: number, lng: number}} from
 * @param {{lat: number, lng: number}} to
 * @returns {string[]} ids, in walking order
 */
export function passedBetween(places, from, to) {
  const { toPlane } = planeAt(from.lat, from.lng);
  const start = toPlane(from.lat, from.lng);
  const end = toPlane(to.lat, to.lng);
  const near = (
    /** @type {import("../arrival/geometry.js").Stop} */ { points, margin },
    /** @type {import("../arrival/geometry.js").Point} */ a,
    /** @type {import("../arrival/geometry.js").Point} */ b,
  ) =>
    points.some((point) => {
      const { x, y } = toPlane(...point);
      return distanceToSegment(x, y, a, b) <= margin + BESIDE_THE_WAY_M;
    });
  return places
    .filter(
      (place) =>
        place.auto &&
        near(place, start, end) &&
        !near(place, start, start) &&
        !near(place, end, end),
    )
    .map(({ id }) => id);
}

/**
 * Whether who is believed to be here may be in the stop's zone.
 *
 * @param {import("../arrival/geometry.js").Stop} place
 * @param {{lat: number, lng: number, radius: number}} here radius: metres that hold the visitor as a rule
 */
export function isWithin(place, here) {
  const { toPlane } = planeAt(here.lat, here.lng);
  const { x, y } = toPlane(here.lat, here.lng);
  const apart_m = signedDistance(x, y, zoneOf(place, toPlane));
  return apart_m <= here.radius + (place.uncertainty ?? 0);
}
