import { find } from "../dom.js";
import { resumeAt } from "../pure/heard.js";
import { changeLanguage } from "../player/language.js";
import { readStop } from "../player/stop-page.js";
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

  const take = () =>
    player.load(
      stop,
      linked
        ? Number(linked.dataset.start)
        : resumeAt(diary.heard(stop.id), stop.lang, stop.duration_s),
    );
  button.addEventListener("click", () => {
    take();
    player.play();
  });

  const ends = [
    player.watch((state) => {
      listen.hidden = state.stop?.url === stop.url;
    }),
    followSound(article, player, (position_s) => {
      if (player.state.stop?.url !== stop.url) player.load(stop, position_s);
      else player.seek(position_s);
      player.play();
    }),
  ];

  /** @param {boolean} play */
  function begin(play) {
    const { stop: held, status } = player.state;
    if (held?.url === stop?.url) {
      if (play) player.play();
    } else if (stop && held?.id === stop.id) {
      changeLanguage(player, stop);
    } else if (play || status !== "playing") {
      take();
      if (play) player.play();
    }
  }

  if (guard(article, house)) begin(arrival.play);
  else {
    if (arrival.play) player.pause(); // "next" on the lock screen ends here until the visitor goes on
    const goOn = find("[data-go-on]", article);
    goOn?.addEventListener("click", () => {
      begin(false);
      linked?.scrollIntoView({ block: "center" });
    });
  }
  return () => ends.forEach((end) => end());
}

/**
 * Before hard testimony the visitor is told, once in each window's life.
 *
 * @param {HTMLElement} article
 * @param {House} house
 * @returns {boolean} whether the way is open already
 */
function guard(article, { briefly }) {
  if (!("guarded" in article.dataset)) return true;
  const key = `told.${article.dataset.stop}`;
  const text = /** @type {HTMLElement} */ (find("#testimony", article));
  const row = /** @type {HTMLElement} */ (find(".note .row", article));
  const open = () => {
    text.classList.add("open");
    row.hidden = true;
  };
  if (briefly.get(key) || location.hash === "#testimony") {
    open();
    return true;
  }
  find("[data-go-on]", row)?.addEventListener("click", (event) => {
    event.preventDefault();
    briefly.set(key, true);
    open();
    text.focus();
  });
  return false;
}
