import { fixOf } from "../arrival/engine.js";
import { judged, measured, takeOf } from "./judge.js";

const DRAFT_EVERY_S = 5;
const SILENT_S = 8;
const PATIENCE_MS = 30_000;
const clock = () => performance.now() / 1000;

/**
 * What a recording shows.
 *
 * @typedef {object} Recording
 * @property {ReturnType<typeof measured>} found
 * @property {import("./judge.js").Verdict | null} verdict
 * @property {"denied" | "unavailable" | null} trouble
 * @property {number} silent_s since the last position; 0 while they come
 */

/**
 * One recording: from the tap on "Start" to a take that is kept on this phone.
 *
 * @param {import("./store.js").Draft} draft
 * @param {object} needs
 * @param {import("./store.js").Takes} needs.takes
 * @param {(now: Recording) => void} needs.show
 * @param {(take: import("./store.js").Take | null) => void} needs.ended null when nothing is kept
 * @param {() => void} needs.full the phone has no room for it
 */
export function startRecording(draft, { takes, show, ended, full }) {
  /** @type {Recording["trouble"]} */
  let trouble = null;
  let newest_s = clock();
  let drafted_s = clock();
  let over = false;

  /** @param {GeolocationPosition} position */
  function came(position) {
    if (over) return;
    trouble = null;
    newest_s = clock();
    draft.fixes.push(fixOf(position, newest_s));
    if (newest_s - drafted_s >= DRAFT_EVERY_S) {
      drafted_s = newest_s;
      // A full phone is told at the end, when the take itself is to be kept.
      takes.keepDraft(draft).catch(() => {});
    }
    look();
  }

  /** @param {GeolocationPositionError} error */
  function failed(error) {
    if (over) return;
    trouble = error.code === error.PERMISSION_DENIED ? "denied" : "unavailable";
    if (trouble === "denied") void end(false);
    look();
  }

  function look() {
    const found = measured(draft.fixes, draft.shape);
    const verdict = found && judged(found, draft.shape);
    const quiet_s = clock() - newest_s;
    show({
      found,
      verdict,
      trouble,
      silent_s: quiet_s > SILENT_S ? quiet_s : 0,
    });
    if (!over && verdict?.full && verdict.enough) void end(true);
  }

  /** @param {boolean} keep */
  async function end(keep) {
    if (over) return;
    over = true;
    navigator.geolocation.clearWatch(watching);
    clearInterval(ticking);
    const take = keep ? takeOf(draft) : null;
    try {
      if (take) await takes.finish(take);
      else await takes.dropDraft(draft.stop);
    } catch {
      over = false; // what was recorded is still here, and "Finish" tries again
      full();
      return;
    }
    ended(take);
  }

  const watching = navigator.geolocation.watchPosition(came, failed, {
    enableHighAccuracy: true,
    maximumAge: 0,
    timeout: PATIENCE_MS,
  });
  const ticking = setInterval(look, 1000);
  look();

  return {
    /** Ends it; what was recorded becomes a take when it is enough. */
    finish: () => end(true),
    /** Ends it and keeps nothing. */
    cancel: () => end(false),
    /** The page goes: what there is stays as a draft, and is found again. */
    async leave() {
      if (over) return;
      over = true;
      navigator.geolocation.clearWatch(watching);
      clearInterval(ticking);
      await takes.keepDraft(draft);
    },
  };
}
