/**
 * The page of the walk from home: one stop after another, with the text and the plan moving along.
 */
import { find, findAll } from "../dom.js";
import { share } from "../page/share.js";
import { changeLanguage } from "../player/language.js";
import { followSound } from "../player/transcript.js";
import { resumeAt } from "../pure/heard.js";
import { say, word } from "../words.js";
import { listenControls } from "./controls.js";
import { addressed } from "./order.js";
import { readParts } from "./parts.js";
import { movingPlan } from "./plan.js";
import { createListening } from "./walk.js";

/** @typedef {import("../main.js").House} House */

/**
 * @param {House} house
 * @param {import("../navigate.js").Arrival} arrival
 * @returns {() => void}
 */
export function enterListen(house, arrival) {
  const { player, diary, briefly } = house;
  const walk = (house.listening ??= createListening({
    player,
    briefly,
    now: () => Date.now(),
    tell: (key) => say(word(key)),
  }));
  const path = location.pathname;
  const articles = findAll("article[data-stop]");
  const parts = readParts(articles, path);
  const ids = parts.map(({ chapter }) => chapter.id);
  const controls = listenControls(walk, link);
  const view = createView(articles, ids, controls);

  /** A link that opens here, on any device. */
  function link() {
    const place = Math.max(view.shown, 0);
    const url = new URL(path, location.href);
    url.hash = find(".now", articles[place])?.id ?? ids[place];
    void share(url.href);
  }

  /** Where an address leads. @param {{id: string, sentence: string | null}} asked */
  function open({ id, sentence }) {
    const place = ids.indexOf(id);
    if (arrival.play) {
      walk.goTo(place);
      return;
    }
    if (walk.on === place && !sentence) return; // it is here: back on this page
    const line = sentence && document.getElementById(`${id}-${sentence}`);
    walk.hold(place, Number((line && line.dataset.start) ?? 0), true);
    if (walk.waitsAt === place) view.toTop(place);
    else if (line) line.scrollIntoView({ block: "center" });
  }

  /** Where to begin: what the address says, what is in the player, what was heard last. */
  function enterAt() {
    const asked = addressed(location, ids);
    if (asked) {
      open(asked);
      return;
    }
    if (walk.waitsAt >= 0) return;
    const held = player.state.stop;
    const place = ids.indexOf((held ?? diary.last())?.id ?? "");
    const stop = parts[place]?.stop;
    if (!stop || held?.url === path) return;
    if (held) changeLanguage(player, stop);
    else {
      const heard = diary.heard(stop.id);
      const position_s = resumeAt(heard, stop.lang, stop.duration_s);
      walk.hold(place, position_s, false);
    }
  }

  const ends = articles.map((article, place) => {
    find("[data-plain-player]", article)?.remove();
    find("[data-go-on]", article)?.addEventListener("click", () => {
      const from_s = walk.accept();
      if (from_s > 0) view.toSentence(place, from_s);
    });
    find("[data-leave]", article)?.addEventListener("click", walk.leaveOut);
    return followSound(article, player, (position_s) =>
      walk.seek(place, position_s),
    );
  });
  for (const each of findAll("[data-chapter]"))
    each.addEventListener("click", (event) => {
      event.preventDefault();
      walk.goTo(ids.indexOf(each.dataset.chapter ?? ""), { named: true });
    });
  ends.push(walk.enter(path, parts, view));
  enterAt();
  if (walk.on >= 0 && walk.waitsAt < 0) view.show(walk.on);
  return () => ends.forEach((end) => end());
}

/**
 * @param {HTMLElement[]} articles
 * @param {string[]} ids
 * @param {ReturnType<typeof listenControls>} controls
 */
function createView(articles, ids, controls) {
  const plan = movingPlan(/** @type {HTMLElement} */ (find("[data-moving]")));
  let shown = -1;

  /** @param {number} place */
  function toTop(place) {
    articles[place]?.scrollIntoView({ block: "start" });
  }

  return {
    get shown() {
      return shown;
    },
    toTop,
    label: controls.label,
    slept: controls.neverSleep,
    /** @param {number} place */
    show(place) {
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
    },
    /** @param {number} place */
    ask(place) {
      articles.forEach((article, other) => {
        const row = /** @type {HTMLElement | null} */ (
          find("[data-note-ask]", article)
        );
        if (row) row.hidden = other !== place;
      });
      if (place < 0) return;
      toTop(place);
      /** @type {HTMLElement | null} */ (
        find("[data-go-on]", articles[place])
      )?.focus({ preventScroll: true });
    },
    /** @param {number} place @param {number} from_s */
    toSentence(place, from_s) {
      findAll("[data-start]", articles[place])
        .filter(({ dataset }) => Number(dataset.start) <= from_s)
        .at(-1)
        ?.scrollIntoView({ block: "center" });
    },
  };
}
