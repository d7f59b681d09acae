/**
 * Takes that the server does not have yet: each is kept until the server has it or refuses it. Of one
 * sentence the newest take alone is kept.
 *
 * @typedef {"kept" | "refused" | "later"} Outcome later: it stays here, to be sent once more
 */
/**
 * @template Said
 * @typedef {{outcome: Outcome, said: Said}} Answer
 */

/**
 * @template Said
 * @param {(url: string, sound: ArrayBuffer) => Promise<Answer<Said>>} put never rejects
 * @param {(url: string, answer: Answer<Said>) => void} told after each take that was tried
 */
export function createUnsent(put, told) {
  /** @type {Map<string, ArrayBuffer>} */
  const sounds = new Map();
  /** @type {Promise<void> | null} */
  let sending = null;

  async function sendAll() {
    /** @type {Set<ArrayBuffer>} */
    const tried = new Set();
    for (;;) {
      const next = [...sounds].find(([, sound]) => !tried.has(sound));
      if (!next) return;
      const [url, sound] = next;
      tried.add(sound);
      const answer = await put(url, sound);
      const isNewest = sounds.get(url) === sound;
      if (answer.outcome !== "later" && isNewest) sounds.delete(url);
      if (isNewest) told(url, answer);
    }
  }

  return {
    get count() {
      return sounds.size;
    },
    get sending() {
      return sending !== null;
    },
    /** @param {string} url */
    has: (url) => sounds.has(url),
    /** @param {string} url @param {ArrayBuffer} sound */
    keep(url, sound) {
      sounds.set(url, sound);
    },
    /** @param {string} url */
    forget(url) {
      sounds.delete(url);
    },
    /**
     * Tries each take once, one after the other, so that an old take never comes after a newer one;
     * those that are kept meanwhile as well.
     */
    send() {
      sending ??= sendAll().finally(() => {
        sending = null;
      });
      return sending;
    },
  };
}
