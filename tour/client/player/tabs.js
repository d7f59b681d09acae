import { say, word } from "../words.js";

/**
 * Only one window speaks: whoever starts tells the others, and they fall silent.
 *
 * @param {import("./store.js").Player} player
 */
export function attachTabs(player) {
  if (!("BroadcastChannel" in globalThis)) return;
  const channel = new BroadcastChannel("tour-player");
  let playing = false;
  player.watch(({ status }) => {
    if (status === "playing" && !playing) channel.postMessage("playing");
    playing = status === "playing";
  });
  channel.addEventListener("message", () => {
    if (!playing) return;
    player.pause();
    say(word("other_tab"));
  });
}
