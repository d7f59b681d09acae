import { known, placeOf, restsOf } from "../pure/walk-plan.js";

/**
 * @typedef {import("../pure/walk-plan.js").Manifest} Manifest
 * @typedef {import("../pure/walk-plan.js").ManifestStop} ManifestStop
 */

/** The tour as the manifest tells it, in the language of the page. */
export function createPlan() {
  /** @type {Manifest | null} */
  let manifest = null;
  /** @type {import("../arrival/geometry.js").Stop[]} */
  let places = [];
  /** @type {[number, number][]} */
  let rests = [];
  let failed = false;

  return {
    /** Whether nothing at all could be learned. */
    get failed() {
      return failed;
    },
    get manifest() {
      return manifest;
    },
    get stops() {
      return manifest?.stops ?? [];
    },
    /** The stops as the arrival engine takes them. */
    get places() {
      return places;
    },
    /** Where people halt without visiting a stop. */
    get rests() {
      return rests;
    },
    /** How many stops may start by themselves, and about how many may be asked; a guess before it is learned. */
    get known() {
      return manifest ? known(places) : { itself: 1, offered: 0 };
    },
    get hasIndoors() {
      return manifest?.stops.some(({ kind }) => kind === "indoor") ?? false;
    },
    /** @param {string | null | undefined} id */
    stop(id) {
      return manifest?.stops.find((stop) => stop.id === id);
    },
    /** @param {string} lang */
    async learn(lang) {
      if (manifest?.lang === lang) return;
      try {
        const answer = await fetch(`/api/v1/tour?lang=${lang}`);
        if (!answer.ok)
          throw new Error(`the manifest answered ${answer.status}`);
        manifest = /** @type {Manifest} */ (await answer.json());
        places = manifest.stops.map(placeOf);
        rests = restsOf(manifest);
      } catch {
        // Another language can wait: the walk goes on in the one it has.
      }
      failed = manifest === null;
    },
  };
}
