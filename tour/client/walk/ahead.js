import { metresBetween } from "../pure/plan.js";

/**
 * Fetches the sound of the stop that is likely next, so that it begins at once. Not for visitors who save data.
 *
 * @param {(input: string, init: RequestInit) => Promise<Response>} fetch
 * @param {(type: string) => boolean} plays
 * @param {() => boolean} saving
 */
export function createAhead(fetch, plays, saving) {
  /** @type {Set<string>} */
  const fetched = new Set();
  return {
    /** @param {import("../pure/walk-plan.js").ManifestStop | undefined} stop */
    async fetch(stop) {
      if (!stop) return;
      const { note_audio, audio } = stop.narration;
      for (const files of [note_audio ?? [], audio]) await fetchOne(files);
    },
  };

  /** @param {{type: string, url: string}[]} files */
  async function fetchOne(files) {
    const { url } = files.find(({ type }) => plays(type)) ?? files[0] ?? {};
    if (!url || fetched.has(url) || saving()) return;
    fetched.add(url);
    try {
      const answer = await fetch(url, { priority: "low" });
      await answer.arrayBuffer(); // only what is read to its end is kept by the browser
    } catch {
      fetched.delete(url);
    }
  }
}

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
