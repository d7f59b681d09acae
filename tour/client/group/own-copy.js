/**
 * The phone's own copy of what the group hears: the tour's text in one language, and the sound of the
 * stops that are played now and next. What is fetched is held, so that it is there when the signal is not.
 */
import { manifestUrl } from "../pure/saving.js";
import { playerStop } from "../pure/walk-plan.js";
import { bring, isHere } from "../save/aside.js";
import { holdFile } from "../save/hold.js";
import { readMark } from "../save/marks.js";

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
  /** Files that are here or on their way, each with what lets it go. @type {Map<string, () => void>} */
  const files = new Map();
  let lang = "";

  /** @param {string} stopId @returns {string | null} */
  function addressOf(stopId) {
    const stop = manifests.get(lang)?.stops.find(({ id }) => id === stopId);
    const sounds = stop?.narration.audio ?? [];
    const fit = sounds.find(({ type }) => audio.canPlayType(type) !== "");
    return (fit ?? sounds[0])?.url ?? null;
  }

  /** @param {string} url */
  async function fetchFile(url) {
    const release = holdFile(url);
    files.set(url, release);
    try {
      if (!(await isHere(url))) await bring(url);
    } catch {
      release();
      files.delete(url); // the next wish tries again
    }
  }

  return {
    get lang() {
      return lang;
    },
    get manifest() {
      return manifests.get(lang) ?? null;
    },
    /**
     * Takes the tour in a language; the one before stays when there is no signal.
     *
     * @param {string} wanted
     * @returns {Promise<boolean>} whether it is here
     */
    async learn(wanted) {
      if (!manifests.has(wanted)) {
        try {
          const answer = await fetch(manifestUrl(wanted));
          if (!answer.ok) return false;
          manifests.set(wanted, await answer.json());
        } catch {
          return false;
        }
      }
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
    /** Fetches the sounds of stops, the first one first. @param {(string | null)[]} stopIds */
    async want(stopIds) {
      for (const id of stopIds) {
        const url = id ? addressOf(id) : null;
        if (url && !files.has(url)) await fetchFile(url);
      }
    },
    /** Whether the whole tour is saved on this phone. */
    async isSaved() {
      if (!("caches" in globalThis)) return false;
      return Boolean((await readMark(lang))?.etag);
    },
    /** Lets go of what was held for the group. */
    release() {
      for (const release of files.values()) release();
      files.clear();
    },
  };
}

/** @typedef {ReturnType<typeof createOwnCopy>} OwnCopy */
