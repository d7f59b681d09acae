import { find, findAll } from "../dom.js";
import { resumeAt } from "../pure/heard.js";
import { changeLanguage } from "../player/language.js";
import { readStop } from "../player/stop-page.js";
import { isTold, setTold } from "../player/told.js";
import { followSound } from "../player/transcript.js";
import { word } from "../words.js";
import { awaitSound } from "./pending.js";
import { linkedSentence, offerLink } from "./share.js";

/** @typedef {import("../main.js").House} House */

/**
 * A stop's page: its sound goes into the player unless another one is speaking.
 *
 * @param {HTMLElement} article
 * @param {House} house
 * @param {import("../navigate.js").Arrival} arrival
 * @returns {() => void}
 */
export function enterStop(article, house, arrival) {
  const { player, diary } = house;
  const stop = readStop(article, location.pathname);
  find("[data-plain-player]", article)?.remove();
  offerLink(article);
  const linked = linkedSentence(article);
  if (!stop) return awaitSound(article, house.navigator.refresh);

  const listen = /** @type {HTMLElement} */ (find("[data-listen]", article));
  const button = /** @type {HTMLElement} */ (find("button", listen));
  button.textContent = word("play");

  const take = (noted = false) =>
    player.load(
      stop,
      linked
        ? Number(linked.dataset.start)
        : resumeAt(diary.heard(stop.id), stop.lang, stop.duration_s),
      { noted },
    );
  button.addEventListener("click", () => {
    take();
    player.play();
  });

  const gate = guard(article, house);
  const ends = [
    player.watch(({ stop: held, status, noting }) => {
      const here = held?.url === stop.url;
      listen.hidden = here;
      if (here && status === "playing" && !noting) gate.open();
    }),
    followSound(article, player, (position_s) => {
      if (player.state.stop?.url !== stop.url) player.load(stop, position_s);
      else player.seek(position_s);
      player.play();
    }),
  ];

  /**
   * @param {boolean} play
   * @param {boolean} [noted]
   */
  function begin(play, noted = false) {
    const { stop: held, status, led } = player.state;
    if (led && !play) return; // what the group hears goes on
    const here = held?.url === stop?.url;
    if (here && !(play && status === "failed")) {
      if (play) player.play();
    } else if (stop && held?.id === stop.id && !here) {
      changeLanguage(player, stop);
    } else if (play || status !== "playing") {
      take(noted);
      if (play) player.play();
    }
  }

  if (gate.isOpen) begin(arrival.play);
  else {
    if (arrival.play && stop.note) begin(true, true);
    else if (arrival.play) player.pause(); // "next" on the lock screen ends here until the visitor goes on
    gate.watch({
      goOn() {
        if (player.state.stop?.url === stop.url) player.skipNote();
        begin(false);
        linked?.scrollIntoView({ block: "center" });
      },
      leave() {
        if (player.state.noting) player.pause();
      },
    });
  }
  return () => ends.forEach((end) => end());
}

/**
 * Before hard testimony the visitor is told; then the text is open.
 *
 * @param {HTMLElement} article
 * @param {House} house
 */
function guard(article, { briefly }) {
  const id = article.dataset.stop ?? "";
  const text = /** @type {HTMLElement} */ (find("#testimony", article));
  const row = /** @type {HTMLElement | null} */ (find(".note .row", article));
  const gate = {
    isOpen: !row,
    open() {
      if (gate.isOpen || !row) return;
      gate.isOpen = true;
      setTold(briefly, id);
      text.classList.add("open");
      row.hidden = true;
    },
    /**
     * What the visitor decides.
     *
     * @param {{goOn: () => void, leave: () => void}} asked
     */
    watch({ goOn, leave }) {
      find("[data-go-on]", article)?.addEventListener("click", (event) => {
        event.preventDefault();
        gate.open();
        text.focus();
        goOn();
      });
      for (const link of findAll(".note .row [href^='/'], .onward a", article))
        link.addEventListener("click", leave);
    },
  };
  if (isTold(briefly, id) || location.hash === "#testimony") gate.open();
  return gate;
}
