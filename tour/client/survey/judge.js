/**
 * What is said of a recording while it goes on and when it ends: the word for it, and whether it can be
 * kept.
 *
 * @typedef {object} Verdict
 * @property {string} advice the key of what is said
 * @property {boolean} enough whether it may be ended and kept
 * @property {boolean} full whether nothing more is gained by going on
 */
import { average } from "./average.js";
import { outline } from "./outline.js";

/** @typedef {import("../arrival/junk.js").Fix} Fix */
/** @typedef {import("./store.js").Shape} Shape */

export const SHORTEST_S = 30;
export const LONGEST_S = 60;
const LONGEST_WALK_S = 20 * 60;
const FEWEST = 8;
const GOOD_M = 6;
const FAIR_M = 10;
const FROZEN_SHARE = 0.8;

/**
 * The recording so far: a place or an outline, null while there is nothing.
 *
 * @param {Fix[]} fixes
 * @param {Shape} shape
 */
export function measured(fixes, shape) {
  return shape === "point" ? average(fixes) : outline(fixes, shape);
}

/**
 * @param {NonNullable<ReturnType<typeof measured>>} found
 * @param {Shape} shape
 * @returns {Verdict}
 */
export function judged(found, shape) {
  const full =
    found.duration_s >= (shape === "point" ? LONGEST_S : LONGEST_WALK_S);
  const frozen =
    found.fixes > FEWEST && found.repeated > FROZEN_SHARE * found.fixes;
  if (frozen) return { advice: "survey_frozen", enough: false, full };
  if ("moved" in found) {
    const enough = found.duration_s >= SHORTEST_S && found.used >= FEWEST;
    if (found.moved) return { advice: "survey_moved", enough, full };
    if (!enough) return { advice: "survey_going", enough, full };
    return { advice: certainty(found.uncertainty_m), enough, full };
  }
  const enough = found.large && found.used >= FEWEST;
  if (!found.large) return { advice: "survey_too_small", enough, full };
  if (shape === "polygon" && !found.closed)
    return { advice: "survey_not_closed", enough, full };
  return { advice: certainty(found.uncertainty_m), enough, full };
}

/** @param {number} uncertainty_m */
function certainty(uncertainty_m) {
  if (uncertainty_m <= GOOD_M) return "survey_good";
  return uncertainty_m <= FAIR_M ? "survey_fair" : "survey_poor";
}

/**
 * The take that a recording becomes; null when it is not enough.
 *
 * @param {import("./store.js").Draft} draft
 * @returns {import("./store.js").Take | null}
 */
export function takeOf({ id, stop, shape, begun_at, fixes }) {
  const found = measured(fixes, shape);
  if (!found || !judged(found, shape).enough) return null;
  return {
    id,
    stop,
    shape,
    points: "points" in found ? found.points : [[found.lat, found.lng]],
    uncertainty_m: found.uncertainty_m,
    spread_m: found.spread_m,
    recorded_at: begun_at,
    duration_s: found.duration_s,
    fixes: found.fixes,
    used: found.used,
  };
}
