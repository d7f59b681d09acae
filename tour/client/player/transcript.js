import { stillness } from "../dom.js";
import { cueAt } from "../pure/cues.js";
import { sentences } from "./stop-page.js";

/**
 * Moves the text with the sound: lights the sentence that is spoken, keeps it in sight while the
 * reader has not scrolled away from it, and takes a tap or Enter on a sentence as "go there".
 *
 * Frames and a binary search: `timeupdate` and `cuechange` come up to a third of a second late.
 *
 * @param {HTMLElement} article
 * @param {import("./store.js").Player} player
 * @param {(position_s: number) => void} goTo
 * @returns {() => void} ends it
 */
export function followSound(article, player, goTo) {
  const spans = sentences(article);
  if (spans.length === 0) return () => {};
  const cues = spans.map((span) => ({
    start: Number(span.dataset.start),
    end: 0,
    text: "",
    paragraph: 0,
  }));
  const ending = new AbortController();
  let lit = -1;
  let frame = 0;
  let reachable = 0;

  const isHere = () =>
    player.state.stop?.url === location.pathname &&
    player.state.stop.id === article.dataset.stop;

  /** @param {number} place */
  function light(place) {
    if (place === lit) return;
    const before = spans[lit];
    const follows = !before || inSight(before);
    before?.classList.remove("now");
    lit = place;
    const span = spans[place];
    if (!span) return;
    span.classList.add("now");
    reach(place);
    if (follows && player.state.status === "playing" && !comfortable(span)) {
      span.scrollIntoView({
        block: "center",
        behavior: stillness() ? "auto" : "smooth",
      });
    }
  }

  /** One sentence is on the keyboard's way; arrows lead to the others. @param {number} place */
  function reach(place) {
    spans[reachable].tabIndex = -1;
    reachable = place;
    spans[place].tabIndex = 0;
  }

  function tick() {
    light(isHere() ? cueAt(cues, player.now_s) : -1);
    frame =
      player.state.status === "playing" && isHere()
        ? requestAnimationFrame(tick)
        : 0;
  }

  /** @param {Event} event */
  function place(event) {
    return spans.indexOf(
      /** @type {HTMLElement} */ (
        /** @type {Element} */ (event.target).closest("[data-start]")
      ),
    );
  }

  article.addEventListener(
    "click",
    (event) => {
      const chosen = place(event);
      if (chosen >= 0 && getSelection()?.isCollapsed !== false)
        goTo(cues[chosen].start);
    },
    { signal: ending.signal },
  );
  article.addEventListener(
    "keydown",
    (event) => {
      const chosen = place(event);
      if (chosen < 0) return;
      const step = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 }[
        event.key
      ];
      if (event.key === "Enter") goTo(cues[chosen].start);
      else if (step && spans[chosen + step]) {
        reach(chosen + step);
        spans[chosen + step].focus();
      } else return;
      event.preventDefault();
    },
    { signal: ending.signal },
  );
  reach(0);
  const unwatch = player.watch(() => {
    if (frame === 0) tick();
  });
  return () => {
    ending.abort();
    unwatch();
    cancelAnimationFrame(frame);
  };
}

/** @param {HTMLElement} element */
function inSight(element) {
  const box = element.getBoundingClientRect();
  return box.bottom > 0 && box.top < innerHeight - barHeight();
}

/** @param {HTMLElement} element */
function comfortable(element) {
  const box = element.getBoundingClientRect();
  return (
    box.top > innerHeight * 0.1 &&
    box.bottom < (innerHeight - barHeight()) * 0.85
  );
}

function barHeight() {
  return ["player", "walk"].reduce(
    (sum, id) => sum + (document.getElementById(id)?.offsetHeight ?? 0),
    0,
  );
}
