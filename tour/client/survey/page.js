/** The survey: the list of stops, and the recording of one of them. Works without signal. */
import { find, make } from "../dom.js";
import { word } from "../words.js";
import { keepPage, surveyShell } from "../worker/shelves.js";
import { createSender } from "./sender.js";
import { createTakes } from "./store.js";
import { enterStop } from "./stop.js";
import { fill, sendingLine, stopList } from "./view.js";

/** @typedef {import("./view.js").ListedStop} ListedStop */

const SEND_EVERY_MS = 30_000;
const PATIENCE_MS = 20_000;

const takes = createTakes();
const sender = createSender({
  takes,
  // A signal that hangs is not waited for: the next try comes soon enough.
  fetch: (input, init) =>
    fetch(input, { ...init, signal: AbortSignal.timeout?.(PATIENCE_MS) }),
  alone: (work) => navigator.locks?.request("tour-survey", work) ?? work(),
});

/**
 * @param {() => string} makeId
 * @returns {() => void} leaves the page
 */
export function enterSurvey(makeId) {
  const box = /** @type {HTMLElement | null} */ (find("[data-survey]"));
  const [, lang, place, , stopId] = location.pathname.split("/");
  const base = `/${lang}/staff/survey`;
  if (!box) return () => {};
  if (place !== "staff") {
    location.replace(base); // the shell itself: kept for later, not to be used
    return () => {};
  }
  void keepShell(surveyShell(lang));
  const stops = /** @type {ListedStop[]} */ (
    JSON.parse(box.dataset.survey ?? "[]")
  );
  const stop = stops.find(({ id }) => id === stopId);
  return stop
    ? enterStop(box, stop, { base, takes, makeId, followTakes, signIn })
    : enterList(box, stops, base);
}

/**
 * The page that stands in for all others without signal; nothing on it is anybody's.
 *
 * @param {string} url
 */
async function keepShell(url) {
  try {
    const answer = await fetch(url, { cache: "no-store" });
    if (answer.ok) await keepPage(url, answer);
  } catch {
    // Without signal, or in a browser that keeps nothing: what is kept stays.
  }
}

/**
 * What is known of the takes, asked for again when anything may have changed.
 *
 * @param {(known: import("./view.js").Known) => void} show
 */
function followTakes(show) {
  const leaving = new AbortController();
  const { signal } = leaving;
  /** @type {import("./view.js").Known} */
  const known = { sent: null, waiting: [], outcome: null };
  const others = new BroadcastChannel("tour-survey");

  async function look() {
    known.waiting = await takes.all().catch(() => known.waiting);
    if (!signal.aborted) show(known);
  }
  async function ask() {
    await look();
    const before = known.waiting.length;
    known.outcome = await sender.send();
    const answer = await fetch("/api/v1/survey", { signal }).catch(() => null);
    if (answer?.ok) {
      /** @type {{stops: import("./view.js").Surveyed[]}} */
      const { stops } = await answer.json();
      known.sent = new Map(stops.map((stop) => [stop.id, stop]));
    } else if (answer?.status === 401) known.outcome = "sign-in";
    await look();
    if (known.waiting.length !== before) others.postMessage("changed");
  }

  const again = () => void ask();
  const ticking = setInterval(again, SEND_EVERY_MS);
  others.addEventListener("message", () => void look());
  addEventListener("online", again, { signal });
  document.addEventListener("visibilitychange", again, { signal });
  signal.addEventListener("abort", () => {
    clearInterval(ticking);
    others.close();
  });
  again();
  return { ask, leave: () => leaving.abort() };
}

/** Where to sign in and come back. */
const signIn = () => {
  const [, lang] = location.pathname.split("/");
  return `/${lang}/staff/sign-in?next=${encodeURIComponent(location.pathname)}`;
};

/**
 * @param {HTMLElement} box
 * @param {ListedStop[]} stops
 * @param {string} base
 */
function enterList(box, stops, base) {
  const state = make("p", { class: "state", role: "status" });
  const list = make("div");
  box.append(make("p", { class: "fact" }, word("survey_intro")), state, list);
  const following = followTakes((known) => {
    fill(state, sendingLine(known, signIn()));
    list.replaceChildren(stopList(stops, known, base));
  });
  return following.leave;
}
