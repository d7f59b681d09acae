/**
 * Where the phone fell asleep: a hidden page is told no position, and phones throw hidden pages away. Kept on
 * this phone only, as long as the window lives and two hours at most.
 */
const KEEP_MS = 2 * 3600 * 1000;
const KEY = "asleep";

/**
 * @param {import("../storage.js").Memory} memory
 * @param {() => number} now ms since 1970
 */
export function createAsleep(memory, now) {
  return {
    /** @returns {{lat: number, lng: number} | null} */
    get at() {
      const kept =
        /** @type {{lat: number, lng: number, since: number} | null} */ (
          memory.get(KEY)
        );
      if (!kept) return null;
      const age = now() - kept.since;
      if (age >= 0 && age < KEEP_MS) return kept;
      memory.remove(KEY);
      return null;
    },
    /** @param {{lat: number, lng: number}} place */
    keep({ lat, lng }) {
      memory.set(KEY, { lat, lng, since: now() });
    },
    forget() {
      memory.remove(KEY);
    },
  };
}

/** @typedef {ReturnType<typeof createAsleep>} Asleep */
