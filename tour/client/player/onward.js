/**
 * From one stop to the next without looking at the phone. The tour's text is learned while a stop plays, and
 * the sound of the stop that follows is fetched; so "next" on the lock screen speaks in the same turn: a
 * locked phone gives no other, and a page may be long in coming.
 */
import { resumeAt } from "../pure/heard.js";
import { manifestUrl } from "../pure/saving.js";
import { playerStop } from "../pure/walk-plan.js";
import { isTold } from "./told.js";

/**
 * @typedef {import("../pure/walk-plan.js").Manifest} Manifest
 * @typedef {import("../pure/walk-plan.js").ManifestStop} ManifestStop
 *
 * @param {object} needs
 * @param {Pick<import("./store.js").Player, "state" | "watch" | "load" | "play">} needs.player
 * @param {Pick<import("../visit/diary.js").Diary, "heard">} needs.diary
 * @param {import("../storage.js").Memory} needs.briefly
 * @param {import("./ahead.js").Ahead} needs.ahead
 * @param {(url: string) => Promise<Response>} needs.fetch
 * @param {() => boolean} needs.flows whether the sound that plays leaves room on the line
 * @param {(url: string, how: {play?: boolean, quiet?: boolean}) => unknown} needs.open shows a page
 */
export function createOnward({
  player,
  diary,
  briefly,
  ahead,
  fetch,
  flows,
  open,
}) {
  /** The tour in each language; null while it is on its way. @type {Map<string, Manifest | null>} */
  const manifests = new Map();
  let prepared = "";
  let untried = ""; // address of a stop that was begun as the tour was known, and has not been heard yet

  /** @param {string} lang */
  async function learn(lang) {
    if (manifests.has(lang)) return;
    manifests.set(lang, null);
    try {
      const answer = await fetch(manifestUrl(lang));
      if (!answer.ok) throw new TypeError(`${answer.status}`);
      manifests.set(lang, /** @type {Manifest} */ (await answer.json()));
    } catch {
      manifests.delete(lang); // when the visitor plays something again it is asked for again
    }
  }

  player.watch(({ stop, status, trouble, position_s, led }) => {
    if (!stop) return;
    if (status === "playing" && position_s > 0) untried = "";
    if (stop.url === untried && trouble === "broken_sound") {
      untried = "";
      manifests.delete(stop.lang); // it is narrated anew: its page knows the sound
      open(stop.url, { play: true });
    }
    if (status !== "playing" && !manifests.has(stop.lang)) prepared = "";
    if (led || status !== "playing" || !flows()) return;
    const one = `${stop.lang} ${stop.id}`;
    if (one === prepared) return;
    prepared = one;
    void prepare(stop);
  });

  /** @param {import("./model.js").PlayerStop} stop */
  async function prepare({ id, lang }) {
    await learn(lang);
    const stops = manifests.get(lang)?.stops;
    const place = stops?.findIndex((each) => each.id === id) ?? -1;
    if (place >= 0) await ahead.fetch(stops?.[place + 1]);
  }

  /**
   * What can be played at once for an address; null when its page has to come first.
   *
   * @param {string} url
   */
  function atHand(url) {
    for (const manifest of manifests.values()) {
      const stop = manifest?.stops.find(({ page_url }) => page_url === url);
      if (!manifest || stop?.narration.status !== "ready") continue;
      const noted = stop.content_note !== null && !isTold(briefly, stop.id);
      // A note that cannot be heard is read first.
      if (noted && !stop.narration.note_audio) return null;
      return { stop: playerStop(manifest, stop), noted };
    }
    return null;
  }

  return {
    /**
     * Goes to a stop and plays it. Must be called in the visitor's own turn.
     *
     * @param {string} url of its page
     */
    go(url) {
      const found = player.state.led ? null : atHand(url);
      if (!found) return void open(url, { play: true });
      const { stop, noted } = found;
      const { lang, duration_s } = stop;
      const position_s = resumeAt(diary.heard(stop.id), lang, duration_s);
      untried = url;
      player.load(stop, position_s, { noted });
      void player.play();
      void open(url, { quiet: true });
    },
  };
}
