import { savesData } from "../save/aside.js";

/**
 * Fetches the sound of a stop that is likely next, once, so that it begins at once. Not for visitors who save
 * data.
 *
 * @param {(url: string) => Promise<unknown>} bring
 * @param {(type: string) => boolean} plays
 * @param {() => boolean} [saving]
 */
export function createAhead(bring, plays, saving = savesData) {
  /** @type {Set<string>} */
  const fetched = new Set();
  return {
    /** @param {import("../pure/walk-plan.js").ManifestStop | undefined} stop */
    async fetch(stop) {
      if (!stop) return;
      const { note_audio, audio } = stop.narration;
      for (const files of [note_audio ?? [], audio]) await fetchOne(files);
    },
  };

  /** @param {{type: string, url: string}[]} files */
  async function fetchOne(files) {
    const { url } = files.find(({ type }) => plays(type)) ?? files[0] ?? {};
    if (!url || fetched.has(url) || saving()) return;
    fetched.add(url);
    try {
      await bring(url);
    } catch {
      fetched.delete(url);
    }
  }
}

/** @typedef {ReturnType<typeof createAhead>} Ahead */
