/**
 * The phone's own copy of what the group hears: the tour's text in one language, and its sound, beginning
 * with the stops that are played now and next. What is fetched is held, so that it is there when the
 * signal is not, whatever stop the guide presses.
 */
import { manifestUrl } from "../pure/saving.js";
import { playerStop } from "../pure/walk-plan.js";
import { bring, isHere, savesData } from "../save/aside.js";
import { holdFile } from "../save/hold.js";
import { readMark } from "../save/marks.js";
import { createQueue } from "./queue.js";

/**
 * @typedef {import("../pure/walk-plan.js").Manifest} Manifest
 * @typedef {import("../pure/walk-plan.js").ManifestStop} ManifestStop
 *
 * @typedef {object} Copy
 * @property {ManifestStop} stop
 * @property {import("../player/store.js").PlayerStop | null} sound null: this language has none
 *
 * @param {HTMLAudioElement} audio
 */
export function createOwnCopy(audio) {
  /** @type {Map<string, Manifest>} */
  const manifests = new Map();
  /** Files that are here, each with what lets it go. @type {Map<string, () => void>} */
  const files = new Map();
  let lang = "";
  let wished = "";

  /** @param {string} stopId @returns {string | null} */
  function addressOf(stopId) {
    const stop = manifests.get(lang)?.stops.find(({ id }) => id === stopId);
    const sounds = stop?.narration.audio ?? [];
    const fit = sounds.find(({ type }) => audio.canPlayType(type) !== "");
    return (fit ?? sounds[0])?.url ?? null;
  }

  /** @param {(string | null)[]} stopIds */
  const addresses = (stopIds) =>
    stopIds.flatMap((id) => (id && addressOf(id)) || []);

  const queue = createQueue(async (url, how) => {
    const release = holdFile(url);
    try {
      const { quietly, signal } = how;
      const priority = quietly ? "low" : "auto";
      if (!(await isHere(url))) await bring(url, { priority, signal });
      files.set(url, release);
    } catch (error) {
      release(); // the next wish tries again
      throw error;
    }
  });

  return {
    get lang() {
      return lang;
    },
    get manifest() {
      return manifests.get(lang) ?? null;
    },
    /**
     * Takes the tour in a language; the one before stays when there is no signal, and when another
     * language was wished for meanwhile.
     *
     * @param {string} wanted
     * @param {{anew?: boolean}} [how] anew: as the server has it now, past what the worker keeps
     * @returns {Promise<boolean>} whether it is what is spoken now
     */
    async learn(wanted, { anew = false } = {}) {
      wished = wanted;
      if (anew || !manifests.has(wanted)) {
        try {
          const answer = await fetch(
            manifestUrl(wanted),
            anew ? { cache: "no-store" } : {},
          );
          if (!answer.ok) return false;
          manifests.set(wanted, await answer.json());
        } catch {
          return false;
        }
      }
      if (wished !== wanted) return false;
      lang = wanted;
      return true;
    },
    /** @param {string | null} stopId @returns {Copy | null} */
    of(stopId) {
      const manifest = manifests.get(lang);
      const stop = manifest?.stops.find(({ id }) => id === stopId);
      if (!manifest || !stop) return null;
      const sound =
        stop.narration.status === "ready" ? playerStop(manifest, stop) : null;
      return { stop, sound: sound?.cues.length ? sound : null };
    },
    /** The stop after another one, in walking order. @param {string | null} stopId */
    after(stopId) {
      const stops = manifests.get(lang)?.stops ?? [];
      return stops[stops.findIndex(({ id }) => id === stopId) + 1]?.id ?? null;
    },
    addressOf,
    /**
     * Fetches the sounds of stops, the first one first, and then those of the whole tour, unless the
     * visitor saves data.
     *
     * @param {(string | null)[]} stopIds
     * @returns {Promise<void>} these are here, or did not come
     */
    want(stopIds) {
      const all = manifests.get(lang)?.stops.map(({ id }) => id) ?? [];
      return queue.want(addresses(stopIds), savesData() ? [] : addresses(all));
    },
    /** Whether the whole tour is saved on this phone. */
    async isSaved() {
      if (!("caches" in globalThis)) return false;
      return Boolean((await readMark(lang))?.etag);
    },
    /** Lets go of what was held for the group. */
    release() {
      queue.end();
      for (const release of files.values()) release();
      files.clear();
    },
  };
}

/** @typedef {ReturnType<typeof createOwnCopy>} OwnCopy */
