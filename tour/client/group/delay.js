/**
 * A sound that comes late by itself, as over Bluetooth, is asked for earlier by so much. The visitor finds
 * out how much with a tick that every phone gives at the same moment, and this device remembers.
 */
import { find, findAll } from "../dom.js";
import { word } from "../words.js";

const KEY = "delay";
const EVERY_MS = 1500;
const AHEAD_MS = 400;
const TONE_HZ = 1000;
const TONE_S = 0.02;

const LEAST_MS = -100;
const MOST_MS = 500;

/** @param {import("../storage.js").Memory} memory @returns {number} ms */
export function keptDelay(memory) {
  const kept = Number(memory.get(KEY) ?? 0);
  return Number.isFinite(kept) ? nudged(kept, 0) : 0;
}

/** The delay one step further, as far as it goes. @param {number} ms @param {number} step */
export function nudged(ms, step) {
  return Math.min(Math.max(ms + step, LEAST_MS), MOST_MS);
}

/**
 * @param {HTMLElement} box
 * @param {import("../storage.js").Memory} memory
 * @param {{serverNow: () => number, set: (ms: number) => void}} group
 * @returns {() => void} ends it
 */
export function offerDelay(box, memory, { serverNow, set }) {
  const slider = /** @type {HTMLInputElement} */ (find("[data-delay]", box));
  const said = /** @type {HTMLElement} */ (find("[data-delay-said]", box));
  const button = /** @type {HTMLElement} */ (find("[data-tick]", box));
  const ending = new AbortController();
  /** @type {ReturnType<typeof createTick> | null} */
  let tick = null;

  function show() {
    const ms = keptDelay(memory);
    slider.value = String(ms);
    const text = word("group_delay", { ms });
    slider.setAttribute("aria-valuetext", text);
    said.textContent = text;
    button.textContent = word(tick ? "group_tick_stop" : "group_tick");
    button.setAttribute("aria-pressed", String(tick !== null));
  }

  /** @param {number} ms */
  function take(ms) {
    memory.set(KEY, ms);
    set(keptDelay(memory));
    show();
  }

  const { signal } = ending;
  slider.addEventListener("input", () => take(Number(slider.value)), {
    signal,
  });
  for (const step of findAll("[data-delay-step]", box))
    step.addEventListener(
      "click",
      () => take(nudged(keptDelay(memory), Number(step.dataset.delayStep))),
      { signal },
    );
  button.addEventListener(
    "click",
    () => {
      tick?.end();
      tick = tick ? null : createTick(() => serverNow() + keptDelay(memory));
      show();
    },
    { signal },
  );
  show();
  return () => {
    ending.abort();
    tick?.end();
  };
}

/** Ticks at every full second and a half of the server's clock. @param {() => number} now */
function createTick(now) {
  const context = new AudioContext();
  let last = 0;
  const timer = setInterval(() => {
    const at = Math.ceil((now() + AHEAD_MS / 2) / EVERY_MS) * EVERY_MS;
    if (at === last || at - now() > AHEAD_MS) return;
    last = at;
    const late_s = context.outputLatency || context.baseLatency || 0;
    const when = context.currentTime + (at - now()) / 1000 - late_s;
    const tone = new OscillatorNode(context, { frequency: TONE_HZ });
    tone.connect(context.destination);
    tone.start(Math.max(when, 0));
    tone.stop(Math.max(when, 0) + TONE_S);
  }, AHEAD_MS / 4);
  return {
    end() {
      clearInterval(timer);
      void context.close();
    },
  };
}
