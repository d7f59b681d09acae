/**
 * Moves between pages without ending the sound: fetches the next page and puts it in the place of
 * this one. The player stands outside of what is replaced.
 *
 * @typedef {object} Arrival What a page that has come is told.
 * @property {boolean} play the visitor's step was also "play"
 */
import { find, findAll } from "./dom.js";
import { say, word } from "./words.js";

/**
 * @param {object} hooks
 * @param {() => void} hooks.leave
 * @param {(arrival: Arrival) => void} hooks.enter
 * @param {() => boolean} hooks.speaking a sound is heard, which a reload would end
 */
export function createNavigator({ leave, enter, speaking }) {
  let shown = location.pathname + location.search;
  /** @type {AbortController | null} */
  let coming = null;
  let lost = "";

  /**
   * @param {string} url
   * @param {{push?: boolean, play?: boolean, scroll?: number, keep?: boolean, quiet?: boolean}} [how]
   *   keep: the same page anew, where the reader stands; quiet: nobody asked, so this page stays where
   *   the other cannot be shown in its place
   */
  async function open(
    url,
    { push = true, play = false, scroll = 0, keep = false, quiet = false } = {},
  ) {
    coming?.abort();
    const turn = (coming = new AbortController());
    busy(true);
    /** @type {{page: Document, url: URL} | null} */
    let arrived;
    try {
      arrived = await get(url, turn.signal, speaking);
    } catch {
      if (turn.signal.aborted) return;
      busy(false);
      if (!quiet) stay(url);
      return;
    }
    if (turn.signal.aborted) return;
    if (!arrived) {
      busy(false);
      if (!quiet) location.assign(url);
      return;
    }
    lost = "";
    leave();
    if (push) {
      history.replaceState({ scroll: scrollY }, "");
      history.pushState({ scroll: 0 }, "", arrived.url);
    }
    shown = location.pathname + location.search;
    replace(arrived.page);
    enter({ play });
    if (!keep) land(scroll);
  }

  /**
   * No signal: the page stays, with what plays. A second try at the same link is left to the browser.
   *
   * @param {string} url
   */
  function stay(url) {
    if (lost === url) {
      location.assign(url);
      return;
    }
    lost = url;
    say(word("no_signal_page"));
  }

  document.addEventListener("click", (event) => {
    const link = /** @type {HTMLAnchorElement | null} */ (
      /** @type {Element} */ (event.target).closest("a[href]")
    );
    if (!link || !isOurs(event, link)) return;
    event.preventDefault();
    void open(link.href);
  });
  document.addEventListener("submit", (event) => {
    const form = /** @type {HTMLFormElement} */ (event.target);
    if (event.defaultPrevented || form.method !== "get") return;
    event.preventDefault();
    const url = new URL(form.action);
    for (const [name, value] of new FormData(form))
      url.searchParams.set(name, String(value));
    void open(url.href);
  });
  addEventListener("popstate", (event) => {
    if (location.pathname + location.search === shown) return;
    void open(location.href, { push: false, scroll: event.state?.scroll ?? 0 });
  });
  history.scrollRestoration = "manual";
  addEventListener("pagehide", () =>
    history.replaceState({ scroll: scrollY }, ""),
  );
  if (history.state?.scroll) scrollTo(0, history.state.scroll);

  return {
    open,
    /** Fetches the page that is shown anew, for what has changed on it. */
    refresh: () => open(location.href, { push: false, keep: true }),
  };
}

/** @typedef {ReturnType<typeof createNavigator>} Navigator */

/**
 * @param {MouseEvent} event
 * @param {HTMLAnchorElement} link
 */
function isOurs(event, link) {
  if (event.defaultPrevented || event.button !== 0) return false;
  if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey)
    return false;
  if (
    link.origin !== location.origin ||
    link.target ||
    link.hasAttribute("download")
  )
    return false;
  const inPage =
    link.hash &&
    link.pathname === location.pathname &&
    link.search === location.search;
  return !inPage;
}

/**
 * A page of a newer program is left to the browser, which loads that program too; but never in mid-sentence:
 * while a sound is heard, this program shows it.
 *
 * @param {string} url
 * @param {AbortSignal} signal
 * @param {() => boolean} speaking
 * @returns {Promise<{page: Document, url: URL} | null>} null: leave it to the browser
 */
async function get(url, signal, speaking) {
  const answer = await fetch(url, { headers: { Accept: "text/html" }, signal });
  if (
    !answer.ok ||
    !answer.headers.get("Content-Type")?.startsWith("text/html")
  )
    return null;
  const page = new DOMParser().parseFromString(
    await answer.text(),
    "text/html",
  );
  const isOurs = program(page) === program(document) || speaking();
  if (!page.getElementById("page") || !isOurs) return null;
  await dress(page);
  const there = new URL(answer.url);
  there.hash ||= new URL(url, location.href).hash; // an answer's address has none
  return { page, url: there };
}

const STYLES_MS = 2000;

/**
 * Brings the styles that only this page has, so that it is not seen without them; what takes long is not
 * waited for.
 *
 * @param {Document} page
 */
async function dress(page) {
  for (const before of findAll("head [data-own]")) before.dataset.own = "past";
  const coming = findAll("#page link[rel=stylesheet]", page).map(
    (link) =>
      new Promise((done) => {
        link.onload = link.onerror = done;
        link.dataset.own = "";
        document.head.append(link);
      }),
  );
  const enough = new Promise((done) => setTimeout(done, STYLES_MS));
  if (coming.length) await Promise.race([Promise.all(coming), enough]);
}

/** The program that a page was made for. @param {Document} page */
function program(page) {
  return find("script[type=module]", page)?.getAttribute("src");
}

/** @param {boolean} on */
function busy(on) {
  document.getElementById("page")?.setAttribute("aria-busy", String(on));
}

/** @param {Document} page */
function replace(page) {
  findAll("head [data-own=past]").forEach((style) => style.remove());
  document.title = page.title;
  document.documentElement.lang = page.documentElement.lang;
  // An empty language would mean an unknown one: where there is none, the page's own holds.
  if (page.body.lang) document.body.lang = page.body.lang;
  else document.body.removeAttribute("lang");
  const links = "link[rel=alternate], link[rel=canonical]";
  document.querySelectorAll(links).forEach((link) => link.remove());
  document.head.append(...page.querySelectorAll(links));
  document
    .getElementById("page")
    ?.replaceWith(/** @type {Element} */ (page.getElementById("page")));
}

/**
 * To the head of the page, or to where it was left; to the spoken sentence where the sound is here.
 *
 * @param {number} scroll
 */
function land(scroll) {
  /** @type {HTMLElement | null} */ (find("h1"))?.focus({
    preventScroll: true,
  });
  scrollTo(0, scroll);
  const named = location.hash.slice(1);
  if (scroll === 0 && named)
    document.getElementById(named)?.scrollIntoView({ block: "center" });
  if (scroll === 0 && find("#player.full[data-status=playing]")) {
    find(".transcript .now")?.scrollIntoView({ block: "center" });
  }
}
