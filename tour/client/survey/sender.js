/**
 * Sends takes, each as often as needed and once in effect: its id was made on the phone, and it is
 * forgotten here only when the server has said that it is kept.
 *
 * @typedef {"sent" | "later" | "sign-in" | "not-allowed"} Outcome
 */

const BATCH = 20;

/**
 * @param {object} needs
 * @param {Pick<import("./store.js").Takes, "all" | "forget" | "refuse">} needs.takes
 * @param {typeof globalThis.fetch} needs.fetch
 * @param {<T>(work: () => Promise<T>) => Promise<T>} needs.alone one window at a time
 */
export function createSender({ takes, fetch, alone }) {
  /** @param {import("./store.js").Take[]} batch */
  async function post(batch) {
    const answer = await fetch("/api/v1/survey/takes", {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ takes: batch.map(plain) }),
    });
    return answer.status;
  }

  /** @returns {Promise<Outcome>} */
  async function sendAll() {
    let limit = BATCH;
    for (;;) {
      const waiting = (await takes.all()).filter(({ refused }) => !refused);
      const batch = waiting.slice(0, limit);
      if (batch.length === 0) return "sent";
      const status = await post(batch);
      if (status === 401) return "sign-in";
      if (status === 403) return "not-allowed";
      if (status === 200) {
        await takes.forget(batch.map(({ id }) => id));
      } else if (status === 422 || status === 413) {
        // One bad take must not hold back the others.
        if (batch.length === 1) await takes.refuse(batch[0]);
        else limit = 1;
      } else return "later";
    }
  }

  return {
    /** Sends what there is. @returns {Promise<Outcome>} */
    send: () =>
      alone(() => sendAll().catch(() => /** @type {const} */ ("later"))),
  };
}

/** What the API takes, without the marks of this phone. @param {import("./store.js").Take} take */
function plain({
  id,
  stop,
  shape,
  points,
  uncertainty_m,
  spread_m,
  recorded_at,
  duration_s,
  fixes,
  used,
}) {
  return {
    id,
    stop,
    shape,
    points,
    uncertainty_m,
    spread_m,
    recorded_at,
    duration_s,
    fixes,
    used,
  };
}
