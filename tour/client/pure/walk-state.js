/**
 * How the walk stands, as one sentence of the interface.
 *
 * @typedef {object} Facts
 * @property {"denied" | "unavailable" | "no_plan" | null} trouble
 * @property {{age_s: number, accuracy_m: number} | null} fix the newest, if any
 * @property {number | null} away_m metres to the memorial
 * @property {number} itself how many stops may start by themselves
 * @property {number} offered how many the phone may ask about
 * @property {boolean} automatic the visitor lets stops start by themselves
 */

export const COARSE_M = 50;
export const STALE_S = 20;
export const FAR_M = 2000;

/**
 * The most telling one first: what is wrong, then what is known of the places, then of the position.
 *
 * @param {Facts} facts
 * @returns {{key: string, values: Record<string, number>}}
 */
export function sentenceFor(facts) {
  const { trouble, fix, away_m } = facts;
  const plain = (/** @type {string} */ key) => ({ key, values: {} });
  if (trouble === "denied") return plain("walk_denied");
  if (trouble === "no_plan") return plain("walk_no_plan");
  if (facts.itself + facts.offered === 0) return plain("walk_sketch");
  if (trouble === "unavailable") return plain("walk_unavailable");
  if (!fix) return plain("walk_looking");
  if (fix.age_s > STALE_S) return plain("walk_stale");
  if (away_m !== null && away_m - fix.accuracy_m > FAR_M)
    return {
      key: "walk_far",
      values: { kilometres: Math.round(away_m / 1000) },
    };
  if (fix.accuracy_m > COARSE_M)
    return {
      key: "walk_coarse",
      values: { metres: Math.ceil(fix.accuracy_m / COARSE_M) * COARSE_M },
    };
  return plain(facts.automatic && facts.itself > 0 ? "walk_on" : "walk_asks");
}
