/**
 * @typedef {object} VisitEvent One thing that happened, as the server takes it.
 * @property {string} id made here; sending it twice counts once
 * @property {"arrived" | "started" | "progressed" | "finished" | "language"} type
 * @property {string} at RFC 3339
 * @property {string} [stop]
 * @property {number} [position_s]
 * @property {string} [lang]
 */

export const BATCH = 200;

/**
 * What is worth sending: of a stop's `progressed` events only the latest, everything else whole;
 * oldest first.
 *
 * @param {readonly VisitEvent[]} events
 * @param {number} [limit] how many at most
 * @returns {{batch: VisitEvent[], spent: string[]}} `spent`: ids that need never be sent
 */
export function nextBatch(events, limit = BATCH) {
  const ordered = [...events].sort((a, b) =>
    a.at < b.at ? -1 : a.at > b.at ? 1 : 0,
  );
  /** @type {Map<string | undefined, string>} */
  const latest = new Map();
  for (const event of ordered)
    if (event.type === "progressed") latest.set(event.stop, event.id);
  const worth = ordered.filter(
    (event) =>
      event.type !== "progressed" || latest.get(event.stop) === event.id,
  );
  const kept = new Set(worth.map((event) => event.id));
  return {
    batch: worth.slice(0, limit),
    spent: ordered
      .filter((event) => !kept.has(event.id))
      .map((event) => event.id),
  };
}

/**
 * How long to wait after failures in a row: 15 s, doubled each time up to 8 minutes.
 *
 * @param {number} failures 0 for none
 * @returns {number} milliseconds
 */
export function pauseAfter(failures) {
  return 15_000 * 2 ** Math.min(failures, 5);
}

/**
 * What an answer to a batch means.
 *
 * @param {number} status HTTP status; 0 when there was no answer
 * @returns {"taken" | "refused" | "visit gone" | "later"}
 */
export function verdict(status) {
  if (status >= 200 && status < 300) return "taken";
  if ([401, 403, 404, 410].includes(status)) return "visit gone";
  if (status >= 400 && status < 500 && ![408, 425, 429].includes(status))
    return "refused";
  return "later";
}
