import { find } from "../dom.js";
import { sameSentence } from "../pure/same-sentence.js";
import { readStop } from "./stop-page.js";

/** @typedef {import("./store.js").Player} Player */

/**
 * The stop that is in the player, in another language: goes on at the same sentence, speaking if it
 * spoke; a stop that was heard to its end begins anew.
 *
 * @param {Player} player
 * @param {import("./store.js").PlayerStop} to
 */
export function changeLanguage(player, to) {
  const { stop, status, noting } = player.state;
  const begun = stop !== null && status !== "ended";
  const place_s = begun ? sameSentence(stop.cues, to.cues, player.now_s) : 0;
  player.load(to, place_s, { noted: noting });
  const untold = noting && !to.note; // its note cannot be heard in this language: the visitor decides
  if (status === "playing" && !untold) player.play();
}

/**
 * The visitor chose another language on a page that is not the stop's own: what is in the player goes
 * on in it. Where that cannot be had (no signal, no sound in it yet), it stays as it is.
 *
 * @param {Player} player
 */
export async function followLanguage(player) {
  const { stop } = player.state;
  const { lang } = document.documentElement;
  const url = `/${lang}/stops/${stop?.id}`;
  if (!stop || stop.lang === lang || location.pathname === url) return;
  try {
    const answer = await fetch(url, { headers: { Accept: "text/html" } });
    const page = new DOMParser().parseFromString(
      await answer.text(),
      "text/html",
    );
    const article = /** @type {HTMLElement | null} */ (
      find("article[data-stop]", page)
    );
    const to = article && readStop(article, url);
    const meant =
      player.state.stop === stop && document.documentElement.lang === lang;
    if (to && meant) changeLanguage(player, to);
  } catch {
    // No signal: the sound that is here goes on.
  }
}
