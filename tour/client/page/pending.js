import { find } from "../dom.js";
import { say, word } from "../words.js";

const SHORTEST_S = 4;
const LONGEST_S = 30;

/**
 * A stop whose sound is being made: says when it comes, and fetches the page anew when it is there.
 *
 * @param {HTMLElement} article
 * @param {() => Promise<void>} refresh
 * @returns {() => void}
 */
export function awaitSound(article, refresh) {
  const line = /** @type {HTMLElement | null} */ (
    find("[data-pending]", article)
  );
  if (!line) return () => {};
  const { stop, lang } = article.dataset;
  /** @type {ReturnType<typeof setTimeout>} */
  let timer;
  let ended = false;

  async function look() {
    const state = await askNarration();
    if (ended || !line) return;
    const mine = state?.waiting.find(
      (entry) => entry.stop === stop && entry.lang === lang,
    );
    if (state && !mine) {
      say(word("ready_now"));
      await refresh();
      return;
    }
    const ready_in_s = mine?.ready_in_s ?? null;
    if (ready_in_s !== null) {
      const minutes = Math.round(ready_in_s / 60);
      const text =
        minutes < 1 ? word("ready_soon") : word("ready_in", { minutes });
      if (line.textContent !== text) line.textContent = text;
    }
    const pause_s = Math.min(
      Math.max((ready_in_s ?? LONGEST_S) / 2, SHORTEST_S),
      LONGEST_S,
    );
    timer = setTimeout(look, pause_s * 1000);
  }

  void look();
  return () => {
    ended = true;
    clearTimeout(timer);
  };
}

/** @returns {Promise<{waiting: {stop: string, lang: string, ready_in_s: number | null}[]} | null>} */
async function askNarration() {
  try {
    const answer = await fetch("/api/v1/narration");
    return answer.ok ? await answer.json() : null;
  } catch {
    return null;
  }
}
