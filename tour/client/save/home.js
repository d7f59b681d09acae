/**
 * The page's side of the worker: registers it, lets it keep the page that is open, and keeps what is
 * saved the newest when there is signal.
 */
import { find } from "../dom.js";
import { readMarks } from "./marks.js";
import { isOutdated, saveTour, sweep } from "./saver.js";

const LOOK_EVERY_MS = 15 * 60_000;
const LOCK = "tour-save";

/** Whether this browser can save here: workers need HTTPS, or this very machine. */
export function canSave() {
  return "serviceWorker" in navigator && "caches" in globalThis;
}

/** Every file of the present build, as the page names them. */
export function builtAssets() {
  return /** @type {string[]} */ (
    JSON.parse(find("#page")?.getAttribute("data-assets") || "[]")
  );
}

/**
 * One saving at a time, over all windows.
 *
 * @template T
 * @param {() => Promise<T>} work
 * @param {{wait?: boolean}} [how] wait for the other one; otherwise it is left out
 * @returns {Promise<T | undefined>}
 */
export async function alone(work, { wait = true } = {}) {
  if (!navigator.locks) return work();
  return navigator.locks.request(LOCK, { ifAvailable: !wait }, async (lock) =>
    lock ? work() : undefined,
  );
}

/** @param {HTMLAudioElement} audio */
export function playsOn(audio) {
  return (/** @type {string} */ type) => audio.canPlayType(type) !== "";
}

/** @param {HTMLAudioElement} audio */
export function keepSaved(audio) {
  if (!canSave()) return;
  const { serviceWorker } = navigator;
  if (!serviceWorker.controller)
    serviceWorker.addEventListener("controllerchange", keepThisPage, {
      once: true,
    });
  const begin = () => {
    serviceWorker.register("/sw.js").catch(() => {});
    void look(audio);
  };
  if (document.readyState === "complete") begin();
  else addEventListener("load", begin, { once: true });
  addEventListener("online", () => void look(audio));
  setInterval(() => void look(audio), LOOK_EVERY_MS);
}

/** The page that was open before the worker was there passes through it once. */
function keepThisPage() {
  fetch(location.pathname, { headers: { Accept: "text/html" } }).catch(
    () => {},
  );
}

/** Lets go of sounds that nothing needs any more. */
export function tidy() {
  void alone(sweep, { wait: false }).catch(() => {});
}

/**
 * Replaces what has changed in each whole saved tour. Without signal, or without room, what is saved
 * stays as it is.
 *
 * @param {HTMLAudioElement} audio
 */
async function look(audio) {
  const assets = builtAssets();
  try {
    await alone(
      async () => {
        await sweep();
        for (const mark of await readMarks()) {
          const { lang } = mark;
          if (mark.etag && (await isOutdated(mark, assets)))
            await saveTour({ lang, assets, plays: playsOn(audio) });
        }
      },
      { wait: false },
    );
  } catch {
    // The next look tries again.
  }
}
