import { icon, make } from "../dom.js";
import { cueAt } from "../pure/cues.js";
import { clockTime } from "../pure/text.js";
import { word } from "../words.js";

const PLAY = '<path d="M8 5v14l11-7z" fill="currentColor"/>';
const PAUSE = '<path d="M7 5h4v14H7zM13 5h4v14h-4z" fill="currentColor"/>';
const AROUND =
  '<path d="M12 5a8 8 0 1 1-7.4 5" fill="none" stroke="currentColor" stroke-width="2"/><path d="M13 1v8L7.5 5z" fill="currentColor"/>';
const BACK = `${AROUND}<text x="12" y="16.3">10</text>`;
const FORWARD = `<g transform="matrix(-1 0 0 1 24 0)">${AROUND}</g><text x="12" y="16.3">10</text>`;
export const SPEEDS = [0.75, 1, 1.25, 1.5, 1.75, 2];

/**
 * The bar at the foot of every page: full on the page of its stop, small elsewhere.
 *
 * @param {HTMLElement} bar
 * @param {import("./store.js").Player} player
 */
export function createBar(bar, player) {
  const {
    now,
    line,
    trouble,
    troubleText,
    retry,
    seek,
    speed,
    back,
    play,
    forward,
    time,
    frame,
  } = build();
  bar.append(trouble, frame);
  let seeking = false;
  let page = "";

  play.addEventListener("click", () => player.toggle());
  retry.addEventListener("click", () => player.play());
  back.addEventListener("click", () => player.skip(-10));
  forward.addEventListener("click", () => player.skip(10));
  speed.addEventListener("change", () => player.setRate(Number(speed.value)));
  seek.addEventListener("input", () => {
    seeking = true;
    describe(Number(seek.value), player.state.duration_s);
  });
  seek.addEventListener("change", () => {
    seeking = false;
    player.seek(Number(seek.value));
  });

  /**
   * @param {number} position_s
   * @param {number} duration_s
   */
  function describe(position_s, duration_s) {
    const values = {
      position: clockTime(position_s),
      duration: clockTime(duration_s),
    };
    seek.setAttribute("aria-valuetext", word("time", values));
    time.replaceChildren(make("b", {}, values.position), values.duration);
  }

  /** Puts every label into the language of the page. */
  function label() {
    bar.setAttribute("aria-label", word("player"));
    back.setAttribute("aria-label", word("back"));
    forward.setAttribute("aria-label", word("forward"));
    speed.setAttribute("aria-label", word("speed"));
    seek.setAttribute("aria-label", word("seek"));
    retry.textContent = word("retry");
    const mark = new Intl.NumberFormat(document.documentElement.lang);
    for (const option of speed.options)
      option.textContent = `${mark.format(Number(option.value))}×`;
  }

  /** @param {Readonly<import("./store.js").PlayerState>} state */
  function show(state) {
    const { stop } = state;
    bar.hidden = stop === null || state.led;
    if (!stop) return;
    bar.className = stop.url === page ? "full" : "compact";
    bar.dataset.status = state.status;
    now.setAttribute("href", stop.url);
    now.setAttribute("lang", stop.lang);
    if (now.dataset.of !== stop.url) {
      now.dataset.of = stop.url;
      now.replaceChildren(make("b", {}, stop.code), ` ${stop.title}`);
    }
    line.textContent =
      (state.noting
        ? stop.note?.text
        : stop.cues[cueAt(stop.cues, state.position_s)]?.text) ?? "";
    line.setAttribute("lang", stop.lang);
    showPlay(state.status === "playing");
    showTrouble(state);
    speed.value = String(state.rate);
    seek.max = String(Math.max(1, Math.floor(state.duration_s)));
    if (!seeking) {
      seek.value = String(Math.floor(state.position_s));
      describe(state.position_s, state.duration_s);
    }
  }

  /** @param {boolean} playing */
  function showPlay(playing) {
    const text = word(playing ? "pause" : "play");
    if (play.getAttribute("aria-label") === text) return;
    play.setAttribute("aria-label", text);
    play.replaceChildren(icon(playing ? PAUSE : PLAY, 40));
  }

  /** @param {Readonly<import("./store.js").PlayerState>} state */
  function showTrouble(state) {
    const text = state.trouble
      ? word(state.trouble)
      : state.waiting
        ? word("slow")
        : "";
    if (troubleText.textContent !== text) troubleText.textContent = text;
    trouble.hidden = text === "";
    retry.hidden = state.trouble === null;
  }

  /** Leaves room under the page, so that the bar never hides its end. */
  function makeRoom() {
    document.documentElement.style.setProperty(
      "--bar",
      `${bar.offsetHeight}px`,
    );
  }

  new ResizeObserver(makeRoom).observe(bar);
  label();
  player.watch(show);

  return {
    /**
     * The page changed, and perhaps its language.
     *
     * @param {string} path
     */
    enter(path) {
      page = path;
      label();
      play.removeAttribute("aria-label");
      show(player.state);
      makeRoom(); // now, not at the next frame: the page is about to be scrolled to its place
    },
  };
}

function build() {
  const button = (
    /** @type {string} */ name,
    /** @type {Node[]} */ ...inside
  ) => make("button", { type: "button", class: name }, ...inside);
  const parts = {
    now: make("a", { class: "now" }),
    line: make("p", { class: "line", "aria-hidden": "true" }),
    troubleText: make("span", { role: "status" }),
    retry: make("button", { type: "button" }),
    seek: make("input", {
      type: "range",
      min: "0",
      max: "1",
      step: "1",
      value: "0",
    }),
    speed: make(
      "select",
      { class: "speed" },
      ...SPEEDS.map((rate) =>
        make("option", { value: String(rate) }, `${rate}×`),
      ),
    ),
    back: button("skip-by", icon(BACK, 40)),
    play: button("play"),
    forward: button("skip-by", icon(FORWARD, 40)),
    time: make("span", { class: "time", "aria-hidden": "true" }),
  };
  const { speed, back, play, forward, time } = parts;
  return {
    ...parts,
    trouble: make("div", { class: "trouble" }, parts.troubleText, parts.retry),
    frame: make(
      "div",
      { class: "frame" },
      make("div", { class: "about" }, parts.now, parts.line),
      make("div", { class: "seek" }, parts.seek),
      make("div", { class: "buttons" }, speed, back, play, forward, time),
    ),
  };
}
