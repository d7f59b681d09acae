/**
 * What a visitor who follows a group sees: how it stands, the words of the stop, and the way out.
 */
import { find, make } from "../dom.js";
import { followSound } from "../player/transcript.js";
import { clockTime } from "../pure/text.js";
import { word } from "../words.js";
import { showGathering } from "./gathering-view.js";
import { readingTimes } from "./reading.js";
import { sentenceOf, silenceLeft_s } from "./words-of.js";

const LOOK_MS = 250;

/**
 * @param {HTMLElement} box
 * @param {import("./following.js").Following} following
 * @param {{leave: () => void}} asked
 * @returns {{render: () => void, end: () => void}}
 */
export function showFollowing(box, following, asked) {
  const part = (/** @type {string} */ name) =>
    /** @type {HTMLElement} */ (find(`[data-group-${name}]`, box));
  const article = part("stop");
  const ending = new AbortController();
  const { signal } = ending;
  let shown = "";
  let told = "";
  /** @type {() => void} */
  let endText = () => {};

  const gathering = showGathering(box, following);
  part("follow").hidden = false;
  part("join").hidden = true;
  part("sound").addEventListener("click", () => following.resume(), { signal });
  part("alone").addEventListener("click", asked.leave, { signal });
  part("hush").addEventListener("click", () => following.toggleHush(), {
    signal,
  });

  function renderStop() {
    const copy = following.copy.of(following.state?.stop ?? null);
    const of = copy
      ? `${following.copy.lang} ${copy.stop.id} ${copy.sound ? "" : following.state?.seq}`
      : "";
    if (of === shown) return;
    shown = of;
    endText();
    article.hidden = copy === null;
    if (!copy || !following.state) return;
    const { stop, sound } = copy;
    write(/** @type {HTMLElement} */ (find(".number", article)), stop.code);
    write(/** @type {HTMLElement} */ (find(".title", article)), stop.title);
    part("note").hidden = stop.content_note === null;
    write(
      /** @type {HTMLElement} */ (find("[data-note]", article)),
      stop.content_note ?? "",
    );
    const times = sound
      ? stop.transcript.map(({ start_s }) => start_s)
      : readingTimes(stop.transcript, following.state);
    /** @type {Map<number, HTMLElement>} */
    const paragraphs = new Map();
    stop.transcript.forEach(({ paragraph, text }, place) => {
      const line =
        paragraphs.get(paragraph) ??
        make("p", paragraph === 0 ? { class: "orientation" } : {});
      paragraphs.set(paragraph, line);
      const at = times[place];
      line.append(
        make("span", { "data-start": at === null ? null : String(at) }, text),
        " ",
      );
    });
    const text = /** @type {HTMLElement} */ (
      find("[data-transcript]", article)
    );
    text.replaceChildren(...paragraphs.values());
    endText = followSound(article, heardBy(following), () => {});
  }

  function renderSilence() {
    const { state, facts } = following;
    const left_s = silenceLeft_s(state, facts.server_ms);
    const clock = part("clock");
    const fresh = clock.hidden && left_s > 0;
    clock.hidden = left_s === 0;
    if (fresh) clock.scrollIntoView({ block: "center" });
    if (left_s > 0) write(clock, clockTime(left_s));
  }

  function render() {
    const { state, facts } = following;
    const key = sentenceOf({ state, ...facts });
    if (key !== told) write(part("status"), word(key));
    told = key;
    part("sound").hidden = !facts.stopped;
    write(part("hush"), word(following.hushed ? "group_hear" : "group_hush"));
    const over = key === "group_gone" || key === "group_ended";
    part("again").hidden = key !== "group_gone";
    write(part("alone"), word(over ? "group_go_on_alone" : "group_leave"));
    write(
      part("screen"),
      over ? "" : word(facts.lit ? "group_screen_on" : "group_screen_off"),
    );
    gathering.render();
    renderSilence();
    renderStop();
  }

  const looking = setInterval(render, LOOK_MS);
  render();
  return {
    render,
    end() {
      clearInterval(looking);
      gathering.end();
      ending.abort();
      endText();
    },
  };
}

/**
 * The group's sound as the moving text asks for it: it stands on this page, and there is nothing to press.
 *
 * @param {import("./following.js").Following} following
 */
function heardBy(following) {
  return /** @type {import("../player/store.js").Player} */ (
    /** @type {unknown} */ ({
      state: { stop: { url: location.pathname }, status: "playing" },
      get now_s() {
        return following.now_s;
      },
      watch: (/** @type {() => void} */ watcher) => (watcher(), () => {}),
    })
  );
}

/** @param {HTMLElement} element @param {string} text */
function write(element, text) {
  if (element.textContent !== text) element.textContent = text;
}
