/**
 * The service worker: pages from the network with what is kept behind them, built files from what is
 * kept, sound from what the visitor saved. Nothing else passes through it.
 *
 * A new one takes over at once: every file is named by its content, so that both serve the same pages.
 */
import { isData, page } from "./pages.js";
import { asset, dropOldAssets } from "./shelves.js";
import { sound } from "./sound.js";

/** @typedef {import("./pages.js").FetchEvent} FetchEvent */

// Put in by build.js.
/** @type {{shell: string[], all: string[]}} */
const BUILT = /** @type {any} */ (globalThis).__BUILT__;

const worker = /** @type {any} */ (self);

worker.addEventListener("install", (/** @type {FetchEvent} */ event) => {
  event.waitUntil(
    Promise.all(BUILT.shell.map(asset)).then(() => worker.skipWaiting()),
  );
});

worker.addEventListener("activate", (/** @type {FetchEvent} */ event) => {
  event.waitUntil(
    Promise.all([worker.clients.claim(), dropOldAssets(BUILT.all)]),
  );
});

worker.addEventListener("fetch", (/** @type {FetchEvent} */ event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== location.origin) return;
  // The saver asks the network itself.
  if (request.cache === "no-store" && request.mode !== "navigate") return;
  const [, first] = url.pathname.split("/");
  if (first === "audio") event.respondWith(sound(request));
  else if (first === "assets") event.respondWith(asset(url.pathname));
  else if (isData(url) || isPage(request, url))
    event.respondWith(page(event, url));
});

/**
 * @param {Request} request
 * @param {URL} url
 */
function isPage(request, url) {
  if (/^\/(api|problems)(\/|$)/.test(url.pathname)) return false;
  return (
    request.mode === "navigate" ||
    (request.headers.get("Accept")?.startsWith("text/html") ?? false)
  );
}
