import { make } from "../dom.js";
import { word } from "../words.js";

/**
 * @typedef {object} Card A question or a word to the visitor; nothing waits for the answer.
 * @property {string} stop id of the stop that it is about
 * @property {string[]} lines
 * @property {string} yes what the first button says
 * @property {{stop: string, text: string}[]} also other stops that wait
 *
 * @typedef {object} Shown
 * @property {string} sentence how the walk stands
 * @property {Card | null} card
 * @property {boolean} watching the phone looks where the visitor is
 * @property {boolean} lit the phone keeps the screen on
 * @property {boolean} automatic
 * @property {boolean} indoors the tour has stops under a roof
 */

/**
 * The walk on the page: a strip above the player with its state and the card, and on the home and list
 * pages what can be chosen. Texts change only when they differ: screen readers read every change.
 *
 * @param {HTMLElement} strip
 * @param {{end: () => void, accept: () => void, choose: (stop: string) => void, decline: () => void, toggle: () => void}} asked
 */
export function createView(strip, asked) {
  const about = make("div", { role: "status", class: "card-text" });
  const yes = button("button main", asked.accept);
  const no = button("button", asked.decline);
  const answers = make("div", { class: "row" }, yes, no);
  const others = make("ul", { class: "also" });
  const also = make("div", {}, make("p"), others);
  const card = make("div", { class: "card" }, about, answers, also);
  const sentence = make("p", { role: "status" });
  const end = button("button", asked.end);
  const automatic = button("switch", asked.toggle);
  automatic.setAttribute("role", "switch");
  const screen = make("p", { class: "hint", "data-screen": "" });
  const indoors = make("a", { class: "quiet" });
  strip.replaceChildren(card, make("div", { class: "line" }, sentence, end));

  new ResizeObserver(() =>
    document.documentElement.style.setProperty(
      "--walk",
      `${strip.offsetHeight}px`,
    ),
  ).observe(strip);

  /** @param {Card["also"]} stops */
  function list(stops) {
    also.hidden = stops.length === 0;
    write(/** @type {HTMLElement} */ (also.firstChild), word("walk_missed"));
    const shown = stops.map(({ text }) => text).join("\n");
    if (others.dataset.shown === shown) return;
    others.dataset.shown = shown;
    const held = others.contains(document.activeElement);
    others.replaceChildren(
      ...stops.map(({ stop, text }) => {
        const choice = button("button", () => asked.choose(stop));
        choice.textContent = text;
        return make("li", {}, choice);
      }),
    );
    if (held) yes.focus();
  }

  return {
    /** What belongs to the walk on a page that has room for it. @param {HTMLElement} panel */
    furnish(panel) {
      panel.replaceChildren(automatic, screen, indoors);
    },
    /** @param {Shown | null} shown null when nobody walks */
    render(shown) {
      strip.hidden = shown === null;
      if (!shown) return;
      strip.setAttribute("aria-label", word("walk_start"));
      write(sentence, shown.sentence);
      write(end, word("walk_stop"));
      const lines = shown.card?.lines ?? [];
      if (about.dataset.lines !== lines.join("\n")) {
        about.dataset.lines = lines.join("\n");
        about.replaceChildren(...lines.map((line) => make("p", {}, line)));
      }
      card.classList.toggle("open", shown.card !== null);
      if (!shown.card && card.contains(document.activeElement)) end.focus();
      list(shown.card?.also ?? []);
      answers.hidden = shown.card === null;
      write(yes, shown.card?.yes ?? "");
      write(no, word("walk_not_now"));
      automatic.hidden = screen.hidden = !shown.watching;
      write(automatic, word("walk_automatic"));
      automatic.setAttribute("aria-checked", String(shown.automatic));
      write(screen, word(shown.lit ? "walk_screen_on" : "walk_screen_off"));
      write(indoors, word("walk_indoors"));
      indoors.setAttribute("href", `/${document.documentElement.lang}/keypad`);
      indoors.hidden = !shown.indoors;
    },
  };
}

/**
 * @param {string} style
 * @param {() => void} press
 */
function button(style, press) {
  const made = make("button", { type: "button", class: style });
  made.addEventListener("click", press);
  return made;
}

/**
 * @param {HTMLElement} element
 * @param {string} text
 */
function write(element, text) {
  if (element.textContent !== text) element.textContent = text;
}
