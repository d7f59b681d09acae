/**
 * Begins a stop: its note first if the visitor does not know it, then its sound, and its words on the page.
 */
import { find } from "../dom.js";
import { isTold, setTold } from "../player/told.js";
import { resumeAt } from "../pure/heard.js";
import { playerStop } from "../pure/walk-plan.js";
import { createAhead } from "../player/ahead.js";
import { putAside } from "../save/aside.js";
import { likelyNext } from "./ahead.js";

/** @typedef {import("../pure/walk-plan.js").ManifestStop} ManifestStop */

/** Pages that give way to the stop that starts; on the others the visitor is busy. */
const GIVE_WAY = ["home", "stops", "map", "stop"];

/** The page with the words comes so much later than the sound, for it keeps the phone busy. */
const SOUND_FIRST_MS = 200;

/**
 * @param {import("../main.js").House} house
 * @param {ReturnType<typeof import("./plan.js").createPlan>} plan
 * @param {(id: string) => boolean} isHeard
 */
export function createHearing(
  { player, diary, briefly, navigator: pages },
  plan,
  isHeard,
) {
  const probe = document.createElement("audio");
  const ahead = createAhead(putAside, (type) => probe.canPlayType(type) !== "");

  /**
   * Shows the words of what is playing.
   *
   * @param {string} url
   * @param {boolean} asked
   */
  function follow(url, asked) {
    if (player.state.stop?.url !== url) return;
    const page = find("#page")?.getAttribute("data-page") ?? "";
    if (location.pathname !== url && (asked || GIVE_WAY.includes(page)))
      void pages.open(url, { quiet: true });
  }

  /** The sound of the stop that is likely next. */
  function fetchNext() {
    const last = player.state.stop?.id ?? diary.last()?.id ?? null;
    void ahead.fetch(likelyNext(plan.stops, last, isHeard));
  }

  /** @param {ManifestStop} stop */
  function untold(stop) {
    return stop.content_note !== null && !isTold(briefly, stop.id);
  }

  return {
    fetch: ahead.fetch,
    fetchNext,
    /** Its note is not known to the visitor yet. */
    untold,
    /**
     * @param {ManifestStop} stop
     * @param {object} [how]
     * @param {boolean} [how.asked] the visitor said yes
     * @param {boolean} [how.told] and has read its note on the card
     * @returns {Promise<boolean>} false: the browser wants a tap first
     */
    play(stop, { asked = false, told = asked } = {}) {
      const { manifest } = plan;
      if (!manifest) return Promise.resolve(true);
      performance.mark("tour-start");
      const noted = untold(stop) && !told;
      if (!noted) setTold(briefly, stop.id);
      const { state } = player;
      const length_s = stop.narration.duration_s ?? 0;
      if (state.stop?.url !== stop.page_url || (noted && !state.noting))
        player.load(
          playerStop(manifest, stop),
          resumeAt(diary.heard(stop.id), manifest.lang, length_s),
          { noted },
        );
      else if (!noted) player.skipNote();
      const allowed = player.play();
      setTimeout(follow, SOUND_FIRST_MS, stop.page_url, asked);
      setTimeout(fetchNext, SOUND_FIRST_MS);
      return allowed;
    },
  };
}
