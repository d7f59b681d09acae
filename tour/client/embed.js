/**
 * A player inside another site's frame, of a stop or of the whole tour: one sound, the moving text, no
 * memory.
 */
import { find, findAll, make } from "./dom.js";
import { enterStop } from "./embed/stop.js";
import { enterTour } from "./embed/tour.js";
import { createBar } from "./player/bar.js";
import { attachSession } from "./player/session.js";
import { createPlayer } from "./player/store.js";
import { readWords } from "./words.js";

readWords();
const articles = findAll("article[data-stop]");
if (find("article[data-status=ready]")) {
  const audio = make("audio", { id: "sound", preload: "none" });
  document.body.append(audio);
  const player = createPlayer(audio);
  const bar = createBar(/** @type {HTMLElement} */ (find("#player")), player);
  bar.enter(location.pathname);
  const open = find("[data-chapters]")
    ? enterTour(articles, player)
    : enterStop(articles[0], player);
  attachSession(player, open);
}
