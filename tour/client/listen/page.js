/**
 * The walk from home: one stop after another, with the text and the plan moving along.
 */
import { find, findAll } from "../dom.js";
import { share } from "../page/share.js";
import { changeLanguage } from "../player/language.js";
import { readStop } from "../player/stop-page.js";
import { isTold } from "../player/told.js";
import { followSound } from "../player/transcript.js";
import { cueAt } from "../pure/cues.js";
import { resumeAt } from "../pure/heard.js";
import { say, word } from "../words.js";
import { listenControls } from "./controls.js";
import { addressed, chapterAfter } from "./order.js";
import { movingPlan } from "./plan.js";
import { createSleep } from "./sleep.js";

/** @typedef {import("../main.js").House} House */

const TOLD = "told.home";

/**
 * @param {House} house
 * @param {import("../navigate.js").Arrival} arrival
 * @returns {() => void}
 */
export function enterListen(house, arrival) {
  const { player, diary, briefly } = house;
  const path = location.pathname;
  const articles = findAll("article[data-stop]");
  const stops = articles.map((article) => readStop(article, path));
  const ids = articles.map(({ dataset }) => dataset.stop ?? "");
  const chapters = articles.map(({ dataset }, place) => ({
    id: ids[place],
    sounding: stops[place] !== null,
    guarded: "guarded" in dataset,
  }));
  stops.forEach((stop, place) => {
    if (!stop) return;
    stop.previous = ids[place - 1] ? `${path}?from=${ids[place - 1]}` : null;
    stop.next = ids[place + 1] ? `${path}?from=${ids[place + 1]}` : null;
  });
  /** @type {Set<string>} */
  const told = new Set(briefly.get(TOLD) ?? []);
  const sleep = createSleep(() => Date.now());
  const plan = movingPlan(/** @type {HTMLElement} */ (find("[data-moving]")));
  const controls = listenControls({ toggle, sleep: sleep.set, link });
  let shown = -1;
  let asking = -1;

  /** Where the player is on this walk; -1 when it is elsewhere. */
  function held() {
    const { stop } = player.state;
    return stop?.url === path ? ids.indexOf(stop.id) : -1;
  }
  let ended = player.state.status === "ended" ? held() : -1; // over before this page came

  /**
   * @param {number} place
   * @param {{position_s?: number, play?: boolean, noted?: boolean}} [how] noted: its note is heard first
   */
  function take(place, { position_s = 0, play = true, noted = false } = {}) {
    const stop = stops[place];
    if (!stop) return;
    askAbout(-1);
    player.load(stop, position_s, { noted });
    show(place);
    if (play) player.play();
  }

  /** In the same turn as the end of the stop before: a locked phone gives no other. @param {number} place */
  function goOn(place) {
    const next = chapterAfter(chapters, place, controls.notes, told);
    if (next?.ask) ask(next.place);
    else if (next) take(next.place, { noted: unknown(next.place) });
  }

  /** Whether the note of a chapter was neither read nor heard yet. @param {number} place */
  function unknown(place) {
    const { id, guarded } = chapters[place];
    return guarded && !told.has(id) && !isTold(briefly, id);
  }

  /** Chosen by hand: a note is still read first. @param {number} place */
  function choose(place) {
    const { id, guarded, sounding } = chapters[place];
    if (!sounding) toTop(place);
    else if (guarded && controls.notes !== "play" && !told.has(id)) ask(place);
    else take(place, { noted: unknown(place) });
  }

  /** Stops before a chapter until the listener has read its note. @param {number} place */
  function ask(place) {
    player.pause();
    askAbout(place);
    show(place);
    say(word("listen_asks"));
    toTop(place);
    /** @type {HTMLElement | null} */ (
      find("[data-go-on]", articles[place])
    )?.focus({ preventScroll: true });
  }

  /** @param {number} place -1: about none */
  function askAbout(place) {
    asking = place;
    articles.forEach((article, other) => {
      const row = /** @type {HTMLElement | null} */ (
        find("[data-note-ask]", article)
      );
      if (row) row.hidden = other !== place;
    });
  }

  /** @param {number} place */
  function toTop(place) {
    articles[place]?.scrollIntoView({ block: "start" });
  }

  /** @param {number} place */
  function show(place) {
    if (place === shown) return;
    shown = place;
    for (const link of findAll("[data-chapter]"))
      if (link.dataset.chapter === ids[place])
        link.setAttribute("aria-current", "true");
      else link.removeAttribute("aria-current");
    const { code = "", title = "" } = articles[place].dataset;
    const where = find("[data-whereabouts]");
    const key = plan.show(ids[place]) ? "listen_at" : "listen_off_plan";
    if (where) where.textContent = word(key, { number: code, title });
  }

  /** @param {Readonly<import("../player/store.js").PlayerState>} state */
  function follow(state) {
    const place = held();
    if (place < 0) return;
    const { status } = state;
    controls.label(state);
    if (status === "playing" && place !== shown) {
      show(place);
      toTop(place);
    }
    if (status !== "ended") ended = -1;
    else if (ended !== place) {
      ended = place;
      if (sleep.endsHere) rest();
      else goOn(place);
    }
    const spoken = cueAt(state.stop?.cues ?? [], state.position_s);
    if (status === "playing" && sleep.due(spoken)) rest();
  }

  function rest() {
    player.pause();
    sleep.set("");
    controls.neverSleep();
    say(word("listen_slept"));
  }

  function toggle() {
    const { status } = player.state;
    if (asking >= 0) toTop(asking);
    else if (held() < 0) goOn(-1);
    else if (status === "playing") player.pause();
    else if (status === "ended") goOn(held());
    else player.play();
  }

  /** A link that opens here, on any device. */
  function link() {
    const place = Math.max(shown, 0);
    const url = new URL(path, location.href);
    url.hash = find(".now", articles[place])?.id ?? ids[place];
    void share(url.href);
  }

  /** Where to begin: what the address says, what is in the player, what was heard last. */
  function enterAt() {
    const asked = addressed(location, ids);
    const place = asked
      ? ids.indexOf(asked.id)
      : ids.indexOf((player.state.stop ?? diary.last())?.id ?? "");
    const stop = stops[place];
    if (!stop) return;
    if (asked?.sentence) {
      const sentence = document.getElementById(`${asked.id}-${asked.sentence}`);
      take(place, {
        position_s: Number(sentence?.dataset.start ?? 0),
        play: false,
      });
      sentence?.scrollIntoView({ block: "center" });
    } else if (asked) {
      if (arrival.play) choose(place);
      else take(place, { play: false });
    } else if (player.state.stop) {
      changeLanguage(player, stop);
      show(place);
    } else {
      const position_s = resumeAt(
        diary.heard(stop.id),
        stop.lang,
        stop.duration_s,
      );
      take(place, { position_s, play: false });
    }
  }

  const ends = articles.map((article, place) => {
    find("[data-plain-player]", article)?.remove();
    find("[data-go-on]", article)?.addEventListener("click", () => {
      told.add(ids[place]);
      briefly.set(TOLD, [...told]);
      take(place);
    });
    find("[data-leave]", article)?.addEventListener("click", () => {
      askAbout(-1);
      goOn(place);
    });
    return followSound(article, player, (position_s) => {
      if (held() === place) player.seek(position_s);
      else take(place, { position_s, play: false });
      player.play();
    });
  });
  for (const each of findAll("[data-chapter]"))
    each.addEventListener("click", (event) => {
      event.preventDefault();
      choose(ids.indexOf(each.dataset.chapter ?? ""));
    });
  if (held() < 0 || addressed(location, ids)) enterAt();
  else show(held());
  ends.push(player.watch(follow));
  return () => ends.forEach((end) => end());
}
