import { bestLanguage, manifestUrl, stopOfCode } from "../pure/saving.js";
import {
  keep,
  keepPage,
  kept,
  keptUrls,
  PAGES,
  surveyShell,
} from "./shelves.js";

/** So long a kept page waits for the network's newer one. */
const PATIENCE_MS = 3000;

/**
 * A page, or data: from the network, and from what is kept when that fails or is slow.
 *
 * @param {FetchEvent} event
 * @param {URL} url
 *
 * @typedef {Event & {request: Request, respondWith(answer: Promise<Response>): void,
 *   waitUntil(work: Promise<unknown>): void}} FetchEvent
 */
export async function page(event, url) {
  const { request } = event;
  const asked = fetch(request).then((answer) => ({
    answer,
    copy: isWorthKeeping(url, answer) ? answer.clone() : null,
  }));
  // Full storage is no reason to show nothing.
  event.waitUntil(
    asked.then(({ copy }) => copy && remember(url, copy)).catch(() => {}),
  );
  const fresh = asked.then(({ answer }) => answer);
  const mine = () => fromKept(request, url);
  const slow = new Promise((resolve) => setTimeout(resolve, PATIENCE_MS));
  try {
    const first =
      (await Promise.race([fresh, slow.then(mine)])) ?? (await fresh);
    // A proxy that lives answers for a server that does not.
    return first.status < 500 ? first : ((await mine()) ?? first);
  } catch {
    return (await mine()) ?? unreachable(request, url);
  }
}

/** What is no page, and is kept as pages are: the manifest, the walk's words. @param {URL} url */
export function isData({ pathname }) {
  return pathname === "/api/v1/tour" || pathname.endsWith("/words/walk.json");
}

/**
 * @param {URL} url
 * @param {Response} answer
 */
function isWorthKeeping(url, answer) {
  if (answer.status !== 200 || answer.redirected) return false;
  // Staff's pages say so: what they show is for whoever is signed in now.
  if (answer.headers.get("Cache-Control")?.includes("no-store")) return false;
  const type = answer.headers.get("Content-Type") ?? "";
  return (
    isData(url) ||
    (type.startsWith("text/html") && !url.search && url.pathname.length > 3)
  );
}

/**
 * Keeps a page, and with the first one of a language the page that speaks when there is no signal.
 *
 * @param {URL} url
 * @param {Response} answer
 */
async function remember(url, answer) {
  if (isData(url)) {
    await keep(PAGES, url.pathname + url.search, answer);
    return;
  }
  await keepPage(url.pathname, answer);
  const [, lang] = url.pathname.split("/");
  const calm = `/${lang}/offline`;
  if (!(await kept(PAGES, calm))) await keepPage(calm, await fetch(calm));
}

/**
 * What is kept for an address; null when nothing is.
 *
 * @param {Request} request
 * @param {URL} url
 * @returns {Promise<Response | null>}
 */
async function fromKept(request, url) {
  const [, first, second, third] = url.pathname.split("/");
  if (first === "api")
    return (await kept(PAGES, url.pathname + url.search)) ?? null;
  if (first === "" || first === "c") {
    const lang = await languageAtHand();
    if (!lang) return null;
    if (first === "") return Response.redirect(`/${lang}/`);
    const stop = await stopAt(lang, decodeURIComponent(second ?? ""));
    return Response.redirect(
      stop ? `/${lang}/stops/${stop}` : `/${lang}/stops`,
    );
  }
  if (second === "staff") return standIn(first, third);
  const code = url.searchParams.get("code");
  if (second === "keypad" && code !== null) {
    const stop = await stopAt(first, code);
    if (stop) return Response.redirect(`/${first}/stops/${stop}`);
  }
  const mine = await kept(PAGES, url.pathname);
  if (!mine || !url.search) return mine ?? null;
  // Under the address that was asked for: the page itself says what was wrong with the number.
  return new Response(mine.body, { headers: mine.headers });
}

/**
 * Nothing of staff's pages is kept. In place of all of the survey's stands one that shows nothing of
 * whoever was signed in, and that works without signal.
 *
 * @param {string} lang
 * @param {string} [name]
 */
async function standIn(lang, name) {
  if (name !== "survey") return null;
  const shell = await kept(PAGES, surveyShell(lang));
  // Under the address that was asked for: it says which stop is meant.
  return shell ? new Response(shell.body, { headers: shell.headers }) : null;
}

/**
 * @param {string} lang
 * @param {string} code
 */
async function stopAt(lang, code) {
  const manifest = await kept(PAGES, manifestUrl(lang));
  return manifest ? stopOfCode(await manifest.json(), code) : null;
}

async function languageAtHand() {
  const urls = await keptUrls(PAGES);
  const homes = urls.flatMap((url) => /^\/(\w+)\/$/.exec(url)?.[1] ?? []);
  const whole = homes.filter((lang) => urls.includes(manifestUrl(lang)));
  return bestLanguage(navigator.languages, whole.length ? whole : homes);
}

/**
 * Nothing is kept: a page in the visitor's language says what works. A page that is open asks by
 * itself, and says it in its own words while its sound goes on.
 *
 * @param {Request} request
 * @param {URL} url
 */
async function unreachable(request, url) {
  if (request.mode !== "navigate") return Response.error();
  const [, first] = url.pathname.split("/");
  const calm =
    (await kept(PAGES, `/${first}/offline`)) ??
    (await kept(PAGES, `/${await languageAtHand()}/offline`));
  if (!calm) return Response.error();
  const headers = new Headers(calm.headers);
  return new Response(calm.body, { status: 503, headers });
}
