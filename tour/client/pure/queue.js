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
 * What is worth sending: of a stop's `progressed` events the latest and the furthest, everything else
 * whole; oldest first.
 *
 * @param {readonly VisitEvent[]} events
 * @param {number} [limit] how many at most
 * @returns {{batch: VisitEvent[], spent: string[]}} `spent`: ids that need never be sent
 */
export function nextBatch(events, limit = BATCH) {
  const ordered = inOrder(events);
  const spent = saidBetter(ordered, isOnTheWay);
  return {
    batch: ordered.filter(({ id }) => !spent.has(id)).slice(0, limit),
    spent: [...spent],
  };
}

/**
 * What need not be kept: what later events say better. Only where more than `most` would stay, that goes
 * for events of every type, and at last the oldest go.
 *
 * @param {readonly VisitEvent[]} events
 * @param {number} most
 * @returns {string[]} ids
 */
export function spare(events, most) {
  const ordered = inOrder(events);
  const gone = saidBetter(ordered, isOnTheWay);
  if (ordered.length - gone.size > most)
    for (const id of saidBetter(ordered, () => true)) gone.add(id);
  const left = ordered.filter(({ id }) => !gone.has(id));
  const old = left.slice(0, Math.max(0, left.length - most));
  return [...gone, ...old.map(({ id }) => id)];
}

const isOnTheWay = (/** @type {VisitEvent} */ { type }) =>
  type === "progressed";

/** @param {readonly VisitEvent[]} events */
function inOrder(events) {
  return [...events].sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
}

/**
 * Of all events of one type at one stop the latest says where the visitor was last, and the furthest what
 * was heard; the others say nothing more.
 *
 * @param {readonly VisitEvent[]} ordered
 * @param {(event: VisitEvent) => boolean} isMeant
 * @returns {Set<string>} ids
 */
function saidBetter(ordered, isMeant) {
  /** @type {Map<string, VisitEvent>} */
  const latest = new Map();
  /** @type {Map<string, VisitEvent>} */
  const furthest = new Map();
  const meant = ordered.filter(isMeant);
  for (const event of meant) {
    const subject = `${event.type} ${event.stop}`;
    const before = furthest.get(subject)?.position_s ?? 0;
    if ((event.position_s ?? 0) >= before) furthest.set(subject, event);
    latest.set(subject, event);
  }
  const kept = new Set([...latest.values(), ...furthest.values()]);
  return new Set(meant.filter((event) => !kept.has(event)).map(({ id }) => id));
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
