/**
 * What has to outlive this page and reach the server some day. It is written into local storage at once, for
 * a page that is going away has no time for more, and moved from there into IndexedDB, which has room and
 * says when it has none. Where one of the two is refused the other one keeps it; where both are, it lasts as
 * long as the page.
 *
 * Moving is also how what an older version of the tour left in local storage comes over. Two windows that
 * move the same thing keep it once.
 *
 * @typedef {ReturnType<typeof createDepot>} Depot
 */
import { createDatabase } from "../database.js";

/**
 * @param {import("../storage.js").Memory} memory
 * @param {Pick<import("../database.js").Database, "within">} database of one store, `kept`
 * @param {string[]} moving how the keys begin of what is moved
 */
export function createDepot(memory, database, moving) {
  /** Moves what waits in local storage; what finds no place stays there. */
  async function settle() {
    const rows = moving
      .flatMap((start) => memory.keys(start))
      .map((key) => ({ key, value: memory.get(key) }));
    if (rows.length === 0) return;
    try {
      await database.within("readwrite", (kept) =>
        rows.forEach((row) => kept.put(row)),
      );
      rows.forEach(({ key }) => memory.remove(key));
    } catch {
      // Refused or full: it is asked again with the next one.
    }
  }

  /** @param {string} start @returns {[string, unknown][]} */
  const inMemory = (start) =>
    memory.keys(start).map((key) => [key, memory.get(key)]);

  /** @param {string} start @returns {Promise<[string, unknown][]>} */
  async function inDatabase(start) {
    try {
      const rows = await database.within("readonly", (kept) => kept.getAll());
      return (rows ?? [])
        .filter(({ key }) => key.startsWith(start))
        .map(({ key, value }) => [key, value]);
    } catch {
      return [];
    }
  }

  return {
    settle,
    /**
     * Everything whose key begins so, once each.
     *
     * @param {string} start
     * @returns {Promise<any[]>}
     */
    async all(start) {
      const found = new Map([...(await inDatabase(start)), ...inMemory(start)]);
      return [...found.values()].filter((value) => value !== null);
    },
    /** @param {string} key @returns {Promise<any>} null for what is missing */
    async get(key) {
      const mine = memory.get(key);
      if (mine !== null) return mine;
      try {
        const row = await database.within("readonly", (kept) => kept.get(key));
        return row?.value ?? null;
      } catch {
        return null;
      }
    },
    /**
     * Keeps it in both, to be read at once and not to be lost.
     *
     * @param {string} key
     * @param {unknown} value
     */
    async set(key, value) {
      memory.set(key, value);
      try {
        await database.within(
          "readwrite",
          (kept) => void kept.put({ key, value }),
        );
      } catch {
        // It is in the memory.
      }
    },
    /** @param {string[]} keys */
    async remove(keys) {
      if (keys.length === 0) return;
      keys.forEach(memory.remove);
      try {
        await database.within("readwrite", (kept) =>
          keys.forEach((key) => kept.delete(key)),
        );
      } catch {
        // What cannot be reached is sent again some day, and counts once.
      }
    },
  };
}

/**
 * The depot of a tour on this phone.
 *
 * @param {string} tour id
 * @param {import("../storage.js").Memory} memory
 */
export function openDepot(tour, memory) {
  const database = createDatabase(`tour.${tour}`, { kept: "key" });
  return createDepot(memory, database, ["event.", "erase."]);
}
