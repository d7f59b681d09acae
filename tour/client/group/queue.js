/**
 * Files that are brought one at a time: what is wanted now first, and then, quietly, what may be wanted
 * later. What is wanted now does not wait for what may come later.
 *
 * @param {(url: string, how: {quietly: boolean, signal: AbortSignal}) => Promise<void>} bring
 */
export function createQueue(bring) {
  /** @type {Set<string>} */
  const here = new Set();
  /** @type {string[]} */
  let now = [];
  /** @type {string[]} */
  let later = [];
  /** Asked for in vain since the last wish. @type {Set<string>} */
  let vain = new Set();
  /** @type {{url: string, end: AbortController} | null} */
  let running = null;
  /** @type {(() => void)[]} */
  let waiting = [];

  const missing = (/** @type {string[]} */ urls) =>
    urls.find((url) => !here.has(url) && !vain.has(url));

  async function work() {
    if (running) return;
    for (;;) {
      if (missing(now) === undefined) settle();
      const url = missing(now) ?? missing(later);
      if (url === undefined) return;
      const mine = (running = { url, end: new AbortController() });
      const quietly = !now.includes(url);
      try {
        await bring(url, { quietly, signal: mine.end.signal });
        here.add(url);
      } catch {
        if (!mine.end.signal.aborted) vain.add(url);
      }
      running = null;
    }
  }

  function settle() {
    for (const done of waiting) done();
    waiting = [];
  }

  return {
    /**
     * @param {string[]} urgent in their order
     * @param {string[]} others
     * @returns {Promise<void>} the urgent ones are here, or did not come
     */
    want(urgent, others) {
      now = urgent;
      later = others;
      vain = new Set();
      const first = missing(now);
      if (running && first !== undefined && !now.includes(running.url))
        running.end.abort();
      const done = new Promise((resolve) =>
        waiting.push(() => resolve(undefined)),
      );
      void work();
      if (first === undefined) settle();
      return /** @type {Promise<void>} */ (done);
    },
    /** Brings nothing more. */
    end() {
      now = later = [];
      running?.end.abort();
      here.clear();
    },
  };
}
