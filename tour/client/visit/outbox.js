/**
 * Sends what was heard to the server, in batches, when it can: nothing is lost by a dead signal, and
 * sending twice counts once (the server knows each event's id).
 *
 * Each event lies under a key of its own, so that windows never overwrite each other's.
 */
import { BATCH, nextBatch, pauseAfter, spare, verdict } from "../pure/queue.js";

const MAX_KEPT = 2000;
const keyOf = (/** @type {string} */ id) => `event.${id}`;

/**
 * @typedef {object} Visit
 * @property {string} id
 * @property {string} secret
 *
 * @typedef {import("../pure/queue.js").VisitEvent} VisitEvent
 *
 * @typedef {object} OutboxNeeds
 * @property {import("../storage.js").Memory} memory
 * @property {import("./depot.js").Depot} depot
 * @property {typeof fetch} fetch
 * @property {() => number} now ms since 1970
 * @property {() => number} steady ms on a clock that nobody sets
 * @property {() => string} makeId
 * @property {() => string} lang
 * @property {<T>(name: string, work: () => Promise<T>) => Promise<T>} alone one window at a time
 * @property {(progress: unknown) => void} learned the server's view of the progress
 */

/** @param {OutboxNeeds} needs */
export function createOutbox({
  memory,
  depot,
  fetch,
  now,
  steady,
  makeId,
  lang,
  alone,
  learned,
}) {
  let failures = 0;
  let restUntil = 0;
  let limit = BATCH;

  /** @returns {Promise<VisitEvent[]>} */
  const kept = () => depot.all("event.");
  const forgetEvents = (/** @type {string[]} */ ids) =>
    depot.remove(ids.map(keyOf));

  /** Brings what was recorded to where it lasts, and lets go of what later events say better. */
  async function settle() {
    await depot.settle();
    await forgetEvents(spare(await kept(), MAX_KEPT));
  }

  /**
   * Events of one phone are in the order of their times, whatever was done to its clock meanwhile: the
   * server takes the place of the latest.
   */
  function orderedTime() {
    const at = Math.max(now(), (memory.get("last-event") ?? 0) + 1);
    memory.set("last-event", at);
    return new Date(at).toISOString();
  }

  /**
   * @param {string} path
   * @param {string} method
   * @param {unknown} [body]
   * @param {{secret?: string, keepalive?: boolean}} [options]
   */
  async function ask(path, method, body, { secret, keepalive = false } = {}) {
    try {
      const answer = await fetch(path, {
        method,
        keepalive,
        headers: {
          ...(body === undefined ? {} : { "Content-Type": "application/json" }),
          ...(secret ? { Authorization: `Bearer ${secret}` } : {}),
        },
        body: body === undefined ? undefined : JSON.stringify(body),
      });
      const json =
        answer.ok && answer.status !== 204
          ? await answer.json().catch(() => null)
          : null;
      return { status: answer.status, json };
    } catch {
      return { status: 0, json: null };
    }
  }

  /** @returns {Promise<Visit | null>} */
  async function visit() {
    const known = /** @type {Visit | null} */ (await depot.get("visit"));
    if (known) return known;
    const { json } = await ask("/api/v1/visits", "POST", { lang: lang() });
    if (!json?.id) return null;
    const made = { id: json.id, secret: json.secret };
    await depot.set("visit", made);
    return made;
  }

  function failed() {
    failures += 1;
    restUntil = steady() + pauseAfter(failures);
  }

  /** @param {boolean} keepalive */
  async function sendOnce(keepalive) {
    const { batch, spent } = nextBatch(await kept(), limit);
    await forgetEvents(spent);
    if (batch.length === 0) return false;
    const mine = await visit();
    if (!mine) return failed();
    const { status, json } = await ask(
      `/api/v1/visits/${mine.id}/events`,
      "POST",
      { events: batch },
      {
        secret: mine.secret,
        keepalive,
      },
    );
    const meaning = verdict(status);
    if (meaning === "later") return failed();
    failures = 0;
    if (meaning === "visit gone") {
      // It expired, or was forgotten in another window; what was heard since belongs to a new one.
      await depot.remove(["visit"]);
      restUntil = steady() + pauseAfter(0);
      return false;
    }
    if (meaning === "refused" && batch.length > 1) {
      limit = Math.ceil(batch.length / 2); // one bad event must not take the others with it
      return true;
    }
    limit = BATCH;
    await forgetEvents(batch.map((event) => event.id));
    if (json?.progress) learned(json.progress);
    return true;
  }

  /** @param {Visit} gone */
  async function erase(gone) {
    const { status } = await ask(
      `/api/v1/visits/${gone.id}`,
      "DELETE",
      undefined,
      { secret: gone.secret },
    );
    const done = verdict(status) !== "later";
    if (done) await depot.remove([`erase.${gone.id}`]);
    return done;
  }

  async function eraseWaiting() {
    for (const gone of await depot.all("erase.")) await erase(gone);
  }

  return {
    /**
     * Keeps an event until it has been sent.
     *
     * @param {Omit<VisitEvent, "id" | "at">} event
     */
    record(event) {
      const whole = { ...event, id: makeId(), at: orderedTime() };
      memory.set(keyOf(whole.id), whole);
      void settle();
    },
    /**
     * Sends what there is; quietly does nothing while resting after failures.
     *
     * @param {{leaving?: boolean}} [options] leaving: the page is going away, send what fits
     */
    async send({ leaving = false } = {}) {
      if (!leaving && steady() < restUntil) return;
      await depot.settle();
      await alone("tour-outbox", async () => {
        await eraseWaiting();
        while (await sendOnce(leaving)) if (leaving) break;
      });
    },
    /**
     * Deletes the visit on the server and everything kept here.
     *
     * @returns {Promise<boolean>} whether the server knows already; otherwise it is told later
     */
    forget() {
      return alone("tour-outbox", async () => {
        const mine = /** @type {Visit | null} */ (await depot.get("visit"));
        for (const prefix of ["heard.", "last"])
          memory.keys(prefix).forEach(memory.remove);
        const events = await kept();
        await depot.remove([...events.map(({ id }) => keyOf(id)), "visit"]);
        if (!mine) return true;
        await depot.set(`erase.${mine.id}`, mine);
        return erase(mine);
      });
    },
  };
}

/** @typedef {ReturnType<typeof createOutbox>} Outbox */
