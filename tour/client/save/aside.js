/**
 * Sounds that will be wanted soon, though nobody has saved the tour.
 */
import { keep, kept, SOUND } from "../worker/shelves.js";
import { holdFile } from "./hold.js";

/** Whether it lies on the worker's shelf. @param {string} url */
export async function isHere(url) {
  return "caches" in globalThis && (await kept(SOUND, url)) !== undefined;
}

/**
 * Onto the worker's shelf, which answers ranges without signal; where there is none, or no room on it, the
 * browser's own store has to do, which keeps only what was read to its end.
 *
 * @param {string} url
 * @param {RequestInit} [how]
 */
export async function bring(url, how) {
  const answer = await fetch(url, how);
  if (!answer.ok) throw new TypeError(`${url}: ${answer.status}`);
  if ("caches" in globalThis && navigator.serviceWorker?.controller)
    await keep(SOUND, url, answer.clone()).catch((error) => {
      if (how?.signal?.aborted) throw error; // else the shelf is full
    });
  await answer.arrayBuffer();
}

/**
 * Fetches a sound when the line has time for it, and holds it for as long as this page lives.
 *
 * @param {string} url
 */
export async function putAside(url) {
  const release = holdFile(url);
  try {
    if (!(await isHere(url))) await bring(url, { priority: "low" });
  } catch (error) {
    release();
    throw error;
  }
}

/** Whether the visitor has asked the browser to fetch little. */
export function savesData() {
  return (
    /** @type {any} */ (globalThis.navigator)?.connection?.saveData === true
  );
}
