import { find } from "../dom.js";
import { readStop } from "../player/stop-page.js";
import { followSound } from "../player/transcript.js";

/**
 * One stop: in the player as soon as its note, if it has one, was read.
 *
 * @param {HTMLElement} article
 * @param {import("../player/store.js").Player} player
 * @returns {(url: string) => void} what the lock screen's "next" does
 */
export function enterStop(article, player) {
  const stop = readStop(article, location.pathname);
  if (!stop) return () => {};
  find("[data-plain-player]", article)?.remove();
  followSound(article, player, (position_s) => {
    player.seek(position_s);
    void player.play();
  });
  const take = () => player.load(stop);
  const goOn = find("[data-go-on]", article);
  if (goOn && location.hash !== "#testimony")
    goOn.addEventListener("click", take, { once: true });
  else take();
  return () => {};
}
