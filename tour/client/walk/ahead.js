import { metresBetween } from "../pure/plan.js";

/**
 * The stop whose sound is worth having: the first with sound, in walking order after the one that was
 * heard last, that was not heard to its end.
 *
 * @param {readonly import("../pure/walk-plan.js").ManifestStop[]} stops
 * @param {string | null} last id
 * @param {(id: string) => boolean} heard
 */
export function likelyNext(stops, last, heard) {
  const from = stops.findIndex(({ id }) => id === last) + 1;
  return [...stops.slice(from), ...stops.slice(0, from)].find(
    ({ id, narration }) =>
      id !== last && narration.audio.length > 0 && !heard(id),
  );
}

const CLOSE_M = 80;

/**
 * The stop of known place that is nearest, if it is so near that it may be next.
 *
 * @param {readonly import("../arrival/geometry.js").Stop[]} places
 * @param {{lat: number, lng: number}} here
 * @returns {string | null} its id
 */
export function nearestOf(places, here) {
  let best = null;
  let best_m = CLOSE_M;
  for (const { id, auto, points } of places) {
    if (!auto) continue;
    for (const [lat, lng] of points) {
      const away_m = metresBetween(here, { lat, lng });
      if (away_m < best_m) [best, best_m] = [id, away_m];
    }
  }
  return best;
}
