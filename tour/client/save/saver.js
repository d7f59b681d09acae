/**
 * Saves the tour in one language for use without signal, and keeps what is saved the newest.
 *
 * What is named by its content is fetched once; pages are asked for again and come only when they
 * have changed. Sound and built files come before the pages that lead to them, and what is no longer
 * needed goes last: whenever the signal dies, what is here is whole.
 */
import { filesOf, manifestUrl, stopsWithoutSound } from "../pure/saving.js";
import { inTurns } from "../pure/turns.js";
import {
  dropOldAssets,
  drop,
  keep,
  kept,
  keptUrls,
  PAGES,
  SOUND,
  surveyShell,
} from "../worker/shelves.js";
import { dropMark, readMark, readMarks, SHELVES, writeMark } from "./marks.js";
import { heldSounds } from "./hold.js";

const AT_ONCE = 3;

/**
 * @typedef {object} Progress
 * @property {number} done bytes
 * @property {number} total bytes
 */

/**
 * Saves what is missing or has changed. Safe to be called again after any end.
 *
 * @param {object} what
 * @param {string} what.lang
 * @param {(type: string) => boolean} what.plays
 * @param {(progress: Progress) => void} [what.watch]
 * @param {AbortSignal} [what.signal]
 * @throws {DOMException} QuotaExceededError: no room; the part that came stays
 * @throws {TypeError} no signal; the part that came stays
 */
export async function saveTour({ lang, plays, watch, signal }) {
  const assets = await builtFiles(signal);
  const answer = await ask(manifestUrl(lang), null, signal);
  const manifest = await answer.json();
  const files = filesOf(manifest, assets, plays);
  const total = files.reduce((sum, { bytes }) => sum + bytes, 0);
  const before = await readMark(lang);
  const mark = {
    lang,
    etag: answer.headers.get("ETag"),
    assets,
    files: files.map(({ url, shelf }) => ({ url, shelf })),
    bytes: total,
    silent: stopsWithoutSound(manifest),
  };
  if (!before?.etag) await writeMark({ ...mark, etag: null });
  let done = 0;
  watch?.({ done, total });
  const fetchOne = async (
    /** @type {import("../pure/saving.js").Item} */ item,
  ) => {
    await fetchFile(item, signal);
    done += item.bytes;
    watch?.({ done, total });
  };
  const named = files.filter(({ shelf }) => shelf !== "page");
  await inTurns(named, AT_ONCE, fetchOne);
  await inTurns(
    files.filter(({ shelf }) => shelf === "page"),
    AT_ONCE,
    fetchOne,
  );
  await writeMark(mark);
  await dropOldAssets(assets);
  await sweep();
}

/**
 * Whether the server has another tour than the one that is saved, or another program.
 *
 * @param {import("./marks.js").Mark} mark
 */
export async function isOutdated(mark) {
  const assets = await builtFiles();
  if (assets.some((url) => !mark.assets.includes(url))) return true;
  return (await ask(manifestUrl(mark.lang), mark.etag)).status !== 304;
}

/**
 * The address of every file of the present build.
 *
 * @param {AbortSignal} [signal]
 * @returns {Promise<string[]>}
 */
async function builtFiles(signal) {
  return (await ask("/assets.json", null, signal)).json();
}

/**
 * Removes a saved language; a sound that is in a player stays until it has ended.
 *
 * @param {string} lang
 */
export async function removeTour(lang) {
  await dropMark(lang);
  for (const url of await keptUrls(PAGES))
    if (url === manifestUrl(lang) || isOf(lang, url)) await drop(PAGES, url);
  await sweep();
}

/** Whether a page is of the tour in a language; the survey's has its own life. @param {string} lang @param {string} url */
function isOf(lang, url) {
  return url.startsWith(`/${lang}/`) && url !== surveyShell(lang);
}

/** Lets go of sound that belongs to no saved tour and is in no window's player. */
export async function sweep() {
  const wanted = (await readMarks()).flatMap(({ files }) =>
    files.map(({ url }) => url),
  );
  const held = await heldSounds();
  for (const url of await keptUrls(SOUND))
    if (!wanted.includes(url) && !held.has(url)) await drop(SOUND, url);
}

/**
 * @param {import("../pure/saving.js").Item} item
 * @param {AbortSignal} [signal]
 */
async function fetchFile({ url, shelf }, signal) {
  const mine = await kept(SHELVES[shelf], url);
  if (mine && shelf !== "page") return;
  const answer =
    shelf === "page"
      ? await ask(url, mine?.headers.get("ETag") ?? null, signal)
      : await fetch(url, { signal });
  if (answer.status === 304) return;
  if (answer.status !== 200) throw new TypeError(`${url}: ${answer.status}`);
  await keep(SHELVES[shelf], url, answer);
}

/**
 * From the network itself, past the worker and the browser's own store.
 *
 * @param {string} url
 * @param {string | null} etag
 * @param {AbortSignal} [signal]
 */
async function ask(url, etag, signal) {
  const headers = { Accept: "text/html, application/json" };
  const answer = await fetch(url, {
    cache: "no-store",
    headers: etag ? { ...headers, "If-None-Match": etag } : headers,
    signal,
  });
  if (answer.status !== 200 && answer.status !== 304)
    throw new TypeError(`${url}: ${answer.status}`);
  return answer;
}
