/**
 * The page's side of the worker: registers it, lets it keep the page that is open, and where something
 * is saved has it looked after (`upkeep.js`), whose program comes only then.
 */
import { MARKS, SOUND } from "../worker/shelves.js";

const LOOK_EVERY_MS = 15 * 60_000;
const LOCK = "tour-save";

/** Whether this browser can save here: workers need HTTPS, or this very machine. */
export function canSave() {
  return "serviceWorker" in navigator && "caches" in globalThis;
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
  void tend(({ sweep }) => alone(sweep, { wait: false }));
}

/** Whether the visitor has ever saved here. */
export async function hasSaved() {
  return canSave() && (await caches.has(MARKS));
}

/** @param {HTMLAudioElement} audio */
async function look(audio) {
  await tend(({ renew }) =>
    alone(() => renew(playsOn(audio)), { wait: false }),
  );
}

/**
 * Does a piece of upkeep where there is anything to look after. Without signal, or without room, what
 * is saved stays as it is, until the next time.
 *
 * @param {(upkeep: typeof import("./upkeep.js")) => Promise<unknown>} work
 */
async function tend(work) {
  try {
    if ((await caches.has(MARKS)) || (await caches.has(SOUND)))
      await work(await import("./upkeep.js"));
  } catch {
    // The next look tries again.
  }
}
