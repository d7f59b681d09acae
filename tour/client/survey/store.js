/**
 * Takes on this phone until the server has them, and the recording that is going on, so that a
 * browser that is killed loses a few seconds at most. In IndexedDB: it is shared by all windows.
 *
 * @typedef {"point" | "line" | "polygon"} Shape
 *
 * @typedef {object} Take what the API takes
 * @property {string} id
 * @property {string} stop
 * @property {Shape} shape
 * @property {[number, number][]} points
 * @property {number} uncertainty_m
 * @property {number} spread_m
 * @property {string} recorded_at
 * @property {number} duration_s
 * @property {number} fixes
 * @property {number} used
 *
 * @typedef {object} Draft a recording that has not ended
 * @property {string} stop
 * @property {string} id of the take that it becomes
 * @property {Shape} shape
 * @property {string} begun_at
 * @property {import("../arrival/junk.js").Fix[]} fixes
 */
import { createDatabase } from "../database.js";

/** @param {IDBFactory} [factory] */
export function createTakes(factory = globalThis.indexedDB) {
  const stores = { takes: "id", drafts: "stop" };
  const { within } = createDatabase("tour-survey", stores, factory);

  return {
    /** @returns {Promise<(Take & {refused?: boolean})[]>} */
    all: async () =>
      (await within("readonly", (takes) => takes.getAll())) ?? [],
    /** Keeps a take and ends its draft. @param {Take} take */
    finish: (take) =>
      within("readwrite", (takes, drafts) => {
        takes.put(take);
        drafts.delete(take.stop);
      }),
    /** @param {string[]} ids */
    forget: (ids) =>
      within("readwrite", (takes) => ids.forEach((id) => takes.delete(id))),
    /** The server cannot use it: it stays, and holds nothing else back. @param {Take} take */
    refuse: (take) =>
      within(
        "readwrite",
        (takes) => void takes.put({ ...take, refused: true }),
      ),
    /** @param {Draft} draft */
    keepDraft: (draft) =>
      within("readwrite", (_, drafts) => void drafts.put(draft)),
    /** @param {string} stop @returns {Promise<Draft | undefined>} */
    draft: (stop) => within("readonly", (_, drafts) => drafts.get(stop)),
    /** @param {string} stop */
    dropDraft: (stop) =>
      within("readwrite", (_, drafts) => void drafts.delete(stop)),
  };
}

/** @typedef {ReturnType<typeof createTakes>} Takes */
