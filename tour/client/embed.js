/**
 * A stop's player inside another site's frame: one sound, the moving text, no memory.
 */
import { find, make } from "./dom.js";
import { createBar } from "./player/bar.js";
import { attachSession } from "./player/session.js";
import { readStop, shownArticle } from "./player/stop-page.js";
import { createPlayer } from "./player/store.js";
import { followSound } from "./player/transcript.js";
import { readWords } from "./words.js";

readWords();
const article = shownArticle();
const stop = article && readStop(article, location.pathname);
if (article && stop) {
  find("[data-plain-player]", article)?.remove();
  const audio = make("audio", { id: "sound", preload: "none" });
  document.body.append(audio);
  const player = createPlayer(audio);
  const bar = createBar(/** @type {HTMLElement} */ (find("#player")), player);
  attachSession(player, () => {});
  followSound(article, player, (position_s) => {
    player.seek(position_s);
    player.play();
  });
  bar.enter(location.pathname);
  const take = () => player.load(stop);
  const goOn = find("[data-go-on]", article);
  if (goOn && location.hash !== "#testimony")
    goOn.addEventListener("click", take, { once: true });
  else take();
}
