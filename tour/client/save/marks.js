/**
 * The marks of what the visitor chose to save, one per language. The worker's caches hold the files;
 * a mark says which of them belong together and whether all of them came.
 *
 * @typedef {object} Mark
 * @property {string} lang
 * @property {string | null} etag the manifest's, once everything is here
 * @property {string[]} assets the built files that the pages were made for
 * @property {{url: string, shelf: import("../pure/saving.js").Shelf}[]} files
 * @property {number} bytes what the whole weighs, about
 * @property {number} silent stops that had no sound yet
 */
import { ASSETS, keptUrls, MARKS, PAGES, SOUND } from "../worker/shelves.js";

export const SHELVES = { page: PAGES, asset: ASSETS, sound: SOUND };
const BEGIN = "/saved/";

/** @returns {Promise<Mark[]>} */
export async function readMarks() {
  if (!(await caches.has(MARKS))) return [];
  const answers = await (await caches.open(MARKS)).matchAll();
  return Promise.all(answers.map((answer) => answer.json()));
}

/** @param {string} lang @returns {Promise<Mark | null>} */
export async function readMark(lang) {
  return (await readMarks()).find((mark) => mark.lang === lang) ?? null;
}

/** @param {Mark} mark */
export async function writeMark(mark) {
  await (await caches.open(MARKS)).put(BEGIN + mark.lang, Response.json(mark));
}

/** @param {string} lang */
export async function dropMark(lang) {
  await (await caches.open(MARKS)).delete(BEGIN + lang);
}

/**
 * The files of a mark that are not here: never fetched, or thrown away by the browser.
 *
 * @param {Mark} mark
 */
export async function missingFiles({ files }) {
  const here = {
    page: new Set(await keptUrls(PAGES)),
    asset: new Set(await keptUrls(ASSETS)),
    sound: new Set(await keptUrls(SOUND)),
  };
  return files.filter(({ url, shelf }) => !here[shelf].has(url));
}
