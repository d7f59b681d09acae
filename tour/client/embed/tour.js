import { find, findAll } from "../dom.js";
import { followSound } from "../player/transcript.js";
import { readParts } from "../listen/parts.js";
import { createListening } from "../listen/walk.js";
import { createMemory } from "../storage.js";
import { say, word } from "../words.js";
import { addressed } from "../listen/order.js";

/**
 * The whole tour: one stop after another, the one that is heard with its words. Without this program the
 * list of stops leads to the player of each.
 *
 * @param {HTMLElement[]} articles
 * @param {import("../player/store.js").Player} player
 * @returns {(url: string) => void} what the lock screen's "next" does
 */
export function enterTour(articles, player) {
  const parts = readParts(articles, location.pathname);
  const ids = parts.map(({ chapter }) => chapter.id);
  const walk = createListening({
    player,
    briefly: createMemory("", null),
    now: () => Date.now(),
    tell: (key) => say(word(key)),
  });
  walk.enter(location.pathname, parts, createView(articles, ids, walk.toggle));
  articles.forEach((article, place) => {
    find("[data-plain-player]", article)?.remove();
    find("[data-go-on]", article)?.addEventListener("click", walk.accept);
    find("[data-leave]", article)?.addEventListener("click", walk.leaveOut);
    followSound(article, player, (position_s) => walk.seek(place, position_s));
  });
  for (const link of findAll("[data-chapter]")) {
    const place = ids.indexOf(link.dataset.chapter ?? "");
    if (!parts[place].stop) continue; // its own page has its words
    link.addEventListener("click", (event) => {
      event.preventDefault();
      walk.goTo(place, { named: true });
      /** @type {HTMLElement | null} */ (
        find(walk.waitsAt < 0 ? "h2" : "[data-go-on]", articles[place])
      )?.focus({ preventScroll: true });
    });
  }
  return (url) => {
    const asked = addressed(new URL(url, location.href), ids);
    if (asked) walk.goTo(ids.indexOf(asked.id));
  };
}

/**
 * @param {HTMLElement[]} articles
 * @param {string[]} ids
 * @param {() => void} toggle
 * @returns {import("../listen/walk.js").View}
 */
function createView(articles, ids, toggle) {
  const list = /** @type {HTMLDetailsElement} */ (find("[data-chapters]"));
  const begin = /** @type {HTMLElement} */ (find("[data-begin]"));
  begin.hidden = false;
  begin.textContent = word("listen_begin");
  begin.addEventListener("click", toggle);

  return {
    show(place) {
      list.open = false;
      articles.forEach((article, other) => (article.hidden = other !== place));
      for (const link of findAll("[data-chapter]"))
        if (link.dataset.chapter === ids[place])
          link.setAttribute("aria-current", "true");
        else link.removeAttribute("aria-current");
    },
    ask(place) {
      articles.forEach((article, other) => {
        const row = /** @type {HTMLElement | null} */ (
          find("[data-note-ask]", article)
        );
        if (row) row.hidden = other !== place;
      });
      /** @type {HTMLElement | null} */ (
        place < 0 ? null : find("[data-go-on]", articles[place])
      )?.focus();
    },
    toTop: (place) => articles[place].scrollIntoView({ block: "start" }),
    label({ status, stop, position_s }) {
      const begun = stop !== null && position_s > 0;
      begin.hidden = begun && status === "playing"; // the bar has the pause
      begin.textContent = begun
        ? word("listen_go_on", { number: stop.code, title: stop.title })
        : word("listen_begin");
    },
    slept() {},
  };
}
