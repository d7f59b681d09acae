/**
 * What belongs to a saved tour, and what a number or a sign opens in it.
 *
 * @typedef {object} Sound
 * @property {string} type
 * @property {string} url
 * @property {number} bytes
 *
 * @typedef {object} SavedStop
 * @property {string} id
 * @property {string} code
 * @property {{status: string, audio: Sound[], note_audio: Sound[] | null,
 *   captions_url: string | null}} narration
 *
 * @typedef {object} Manifest The API's manifest, as far as it is needed here.
 * @property {string} lang
 * @property {string} version
 * @property {SavedStop[]} stops
 *
 * @typedef {"sound" | "asset" | "page"} Shelf
 *
 * @typedef {object} Item
 * @property {string} url
 * @property {Shelf} shelf
 * @property {number} bytes exact for sound, else what such a file usually weighs
 */

const PAGES = [
  "",
  "stops",
  "keypad",
  "map",
  "about",
  "closing",
  "save",
  "offline",
];
const PAGE_BYTES = 12_000;
const CAPTIONS_BYTES = 3_000;
const ASSET_BYTES = 25_000;

/** @param {string} lang */
export const manifestUrl = (lang) => `/api/v1/tour?lang=${lang}`;

/** @param {string} lang */
export const walkWordsUrl = (lang) => `/${lang}/words/walk.json`;

/**
 * Every file of the tour in one language, in the order in which they are to be saved: what is named
 * by its content first, and the pages that lead to it last, so that a page never leads to nothing.
 *
 * @param {Manifest} manifest
 * @param {string[]} assets
 * @param {(type: string) => boolean} plays
 * @returns {Item[]}
 */
export function filesOf(manifest, assets, plays) {
  const { lang, stops } = manifest;
  const ready = stops.filter(({ narration }) => narration.status === "ready");
  /** @param {string} url @param {Shelf} shelf @param {number} bytes */
  const item = (url, shelf, bytes) => ({ url, shelf, bytes });
  return [
    ...assets.map((url) => item(url, "asset", ASSET_BYTES)),
    ...ready.flatMap(({ narration }) => {
      const sounds = [narration.note_audio ?? [], narration.audio].flatMap(
        (files) => files.find(({ type }) => plays(type)) ?? files[0] ?? [],
      );
      const captions = narration.captions_url;
      return [
        ...sounds.map(({ url, bytes }) => item(url, "sound", bytes)),
        ...(captions ? [item(captions, "sound", CAPTIONS_BYTES)] : []),
      ];
    }),
    ...PAGES.map((name) => item(`/${lang}/${name}`, "page", PAGE_BYTES)),
    ...stops.map(({ id }) => item(`/${lang}/stops/${id}`, "page", PAGE_BYTES)),
    item(`/${lang}/manifest.webmanifest`, "page", 1000),
    item(walkWordsUrl(lang), "page", 3000),
    item(manifestUrl(lang), "page", PAGE_BYTES * 3),
  ];
}

/** @param {Manifest} manifest how many stops have no sound yet */
export function stopsWithoutSound({ stops }) {
  return stops.filter(({ narration }) => narration.status !== "ready").length;
}

/**
 * The stop that a number from a sign opens, as the server resolves it.
 *
 * @param {Manifest} manifest
 * @param {string} typed
 * @returns {string | null} its id
 */
export function stopOfCode({ stops }, typed) {
  const code = typed.replace(/\s+/g, "");
  const find = (/** @type {string} */ wanted) =>
    stops.find((stop) => stop.code === wanted)?.id ?? null;
  return find(code) ?? find(code.replace(/^0+/, ""));
}

/**
 * The best of the languages at hand for a visitor; null when there is none.
 *
 * @param {readonly string[]} wanted the browser's, best first
 * @param {string[]} atHand
 */
export function bestLanguage(wanted, atHand) {
  const tags = wanted.map((tag) => tag.toLowerCase().split("-")[0]);
  return tags.find((tag) => atHand.includes(tag)) ?? atHand[0] ?? null;
}

/**
 * The built files and sounds that a page's HTML leads to.
 *
 * @param {string} html
 */
export function filesNamedIn(html) {
  /** @param {RegExp} pattern */
  const named = (pattern) => [
    ...new Set([...html.matchAll(pattern)].map((found) => found[1])),
  ];
  return {
    assets: named(/="(\/assets\/[\w.-]+)"/g),
    sounds: named(/="(\/audio\/[0-9a-f]{32}\.(?:webm|mp3))"/g),
  };
}

/**
 * Megabytes as they are shown: 0.4, 12.3. Chromium writes Kazakh numbers with a point; they look as
 * the Russian ones do.
 *
 * @param {number} bytes
 * @param {string} lang
 */
export function megabytes(bytes, lang) {
  return (bytes / 1e6).toLocaleString(lang === "kk" ? "ru" : lang, {
    minimumFractionDigits: 1,
    maximumFractionDigits: 1,
  });
}
