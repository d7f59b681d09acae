import { find, make } from "../dom.js";
import { fetchWalkWords, say, word } from "../words.js";

/**
 * "Walk with the tour": the button on the home and list pages. The program of the walk comes with the
 * tap; what must happen inside the tap itself happens here.
 *
 * @param {import("../main.js").House} house
 * @param {import("../storage.js").Memory} memory
 */
export function createDoor(house, memory) {
  const strip = /** @type {HTMLElement} */ (find("#walk"));
  /** @type {import("./walk.js").Walk | null} */
  let walk = null;
  let opening = false;

  async function open() {
    house.player.unlock(strip.dataset.silence ?? "");
    if (opening) return;
    opening = true;
    try {
      const { lang } = document.documentElement;
      const [{ createWalk }, texts] = await Promise.all([
        import("./walk.js"),
        fetchWalkWords(lang),
      ]);
      walk ??= createWalk(house, memory, strip, show);
      void walk.begin(texts, lang);
    } catch {
      say(word("walk_failed"));
    } finally {
      opening = false;
    }
  }

  /** The button, unless the visitor walks already: then the walk shows its own. */
  function show() {
    const panel = /** @type {HTMLElement | null} */ (find("[data-walk]"));
    if (!panel) return;
    panel.classList.remove("coming");
    if (walk?.on) return walk.furnish(panel);
    const again = house.briefly.get("walk") !== null;
    const button = make(
      "button",
      { type: "button", class: "button" },
      word(again ? "walk_continue" : "walk_start"),
    );
    button.addEventListener("click", () => void open());
    panel.replaceChildren(
      button,
      make("p", { class: "hint" }, word("walk_hint")),
    );
  }

  return {
    /** The page changed, and perhaps its language. */
    enter() {
      show();
      walk?.enter();
    },
  };
}
