/**
 * Where the worker and the page keep what is saved: one cache each for pages, built files and sound,
 * and the marks of what the visitor chose to save.
 */
import { filesNamedIn } from "../pure/saving.js";

export const PAGES = "tour-pages";
export const ASSETS = "tour-assets";
export const SOUND = "tour-sound";
export const MARKS = "tour-marks";

/**
 * The page that stands in for all of the survey's without signal: nothing on it is anybody's.
 *
 * @param {string} lang
 */
export const surveyShell = (lang) => `/${lang}/survey-shell`;

const ANY_VARY = { ignoreVary: true };

/**
 * @param {string} shelf
 * @param {string | URL} url
 */
export async function kept(shelf, url) {
  return (await caches.open(shelf)).match(String(url), ANY_VARY);
}

/** The addresses on a shelf, without the origin. @param {string} shelf */
export async function keptUrls(shelf) {
  const keys = await (await caches.open(shelf)).keys();
  return keys.map(({ url }) => {
    const { pathname, search } = new URL(url);
    return pathname + search;
  });
}

/**
 * Keeps an answer. A part of a file (206) is refused: `cache.put` throws on it in every browser.
 *
 * @param {string} shelf
 * @param {string} url
 * @param {Response} answer
 */
export async function keep(shelf, url, answer) {
  if (answer.status !== 200) return;
  await (await caches.open(shelf)).put(url, answer);
}

/** @param {string} shelf @param {string} url */
export async function drop(shelf, url) {
  await (await caches.open(shelf)).delete(url, ANY_VARY);
}

/**
 * A built file: its name carries its content's hash, so what is kept is right. On a full phone it is
 * not kept, and shown all the same.
 *
 * @param {string} url
 */
export async function asset(url) {
  const mine = await kept(ASSETS, url);
  if (mine) return mine;
  const answer = await fetch(url);
  await keep(ASSETS, url, answer.clone()).catch(() => {});
  return answer;
}

/**
 * Keeps a page that came from the network, with the files that it needs to be shown. A page of a
 * newer tour whose sound is not saved does not take the place of one whose sound is: the whole is
 * replaced when it is there (`save/saver.js`).
 *
 * @param {string} url
 * @param {Response} answer
 */
export async function keepPage(url, answer) {
  const html = await answer.clone().text();
  const { assets, sounds } = filesNamedIn(html);
  const before = await kept(PAGES, url);
  if (before) {
    const old = filesNamedIn(await before.text()).sounds;
    if ((await anySaved(old)) && !(await anySaved(sounds))) return;
  }
  await Promise.all(assets.map(asset));
  const there = await Promise.all(assets.map((each) => kept(ASSETS, each)));
  if (there.every(Boolean)) await keep(PAGES, url, answer);
}

/** @param {string[]} sounds */
async function anySaved(sounds) {
  const found = await Promise.all(sounds.map((url) => kept(SOUND, url)));
  return found.some(Boolean);
}

/**
 * Lets go of built files that nothing needs: those of an older build, once no kept page was made for it.
 *
 * @param {string[]} current every file of the newest build
 */
export async function dropOldAssets(current) {
  const pages = await caches.open(PAGES);
  for (const page of await pages.matchAll()) {
    if (!page.headers.get("Content-Type")?.startsWith("text/html")) continue;
    const { assets } = filesNamedIn(await page.text());
    if (assets.some((url) => !current.includes(url))) return;
  }
  for (const url of await keptUrls(ASSETS))
    if (!current.includes(url)) await drop(ASSETS, url);
}
