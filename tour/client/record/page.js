/**
 * The recording page: the sentences as a prompter, one take each, kept on the server at once.
 */
import { find, findAll } from "../dom.js";
import { word } from "../words.js";
import { openMicrophone } from "./microphone.js";
import { level_db, waveOf } from "./wave.js";

/** @typedef {import("./microphone.js").Microphone} Microphone */

/**
 * @param {import("../main.js").House} house
 * @returns {() => void}
 */
export function enterReading({ player }) {
  const box = /** @type {HTMLElement} */ (find("[data-reading]"));
  const address = box.dataset.reading ?? "";
  const part = (/** @type {string} */ name) =>
    /** @type {HTMLElement} */ (find(`[data-${name}]`, box));
  const sentences = findAll("[data-digest]", box);
  const record = part("record");
  const hear = part("hear");
  const forget = part("forget-take");
  const again = part("again");
  const level = /** @type {HTMLMeterElement} */ (find("[data-level]", box));
  const listening = new Audio();
  /** @type {Microphone | null} */
  let microphone = null;
  /** @type {Float32Array[]} */
  let pieces = [];
  let recording = false;
  let place = Math.max(
    0,
    sentences.findIndex(({ dataset }) => dataset.recorded === "no"),
  );
  /** @type {{place: number, sound: ArrayBuffer} | null} */
  let unsent = null;

  const url = (/** @type {number} */ at) =>
    address + sentences[at].dataset.digest;

  function show() {
    const chosen = sentences[place];
    part("prompt").textContent = find("[data-text]", chosen)?.textContent ?? "";
    part("place").textContent = word("record_place", {
      number: place + 1,
      count: sentences.length,
    });
    record.textContent = word(recording ? "record_stop" : "record_start");
    record.setAttribute("aria-pressed", String(recording));
    const kept = chosen.dataset.recorded === "yes";
    hear.hidden = forget.hidden = !kept || recording;
    again.hidden = unsent === null || recording;
    part("level-row").hidden = microphone === null;
    for (const each of sentences)
      if (each === chosen) each.setAttribute("aria-current", "true");
      else each.removeAttribute("aria-current");
  }

  /** @param {string} text */
  function tell(text) {
    const state = part("state");
    state.hidden = text === "";
    state.textContent = text;
  }

  /** @param {number} at @param {boolean} kept */
  function mark(at, kept) {
    sentences[at].dataset.recorded = kept ? "yes" : "no";
    const text = find("[data-mark]", sentences[at]);
    if (text) text.textContent = word(kept ? "record_has" : "record_has_not");
  }

  /** @param {Float32Array} piece */
  function heard(piece) {
    level.value = level_db(piece);
    if (recording) pieces.push(piece);
  }

  async function begin() {
    player.pause();
    listening.pause();
    tell("");
    try {
      microphone ??= await openMicrophone(box.dataset.recorder ?? "", heard);
    } catch (error) {
      const refused =
        error instanceof DOMException && error.name === "NotAllowedError";
      tell(word(refused ? "record_refused" : "record_no_microphone"));
      return;
    }
    pieces = [];
    recording = true;
    show();
  }

  async function end() {
    recording = false;
    const sound = waveOf(pieces, microphone?.rate_hz ?? 48_000);
    show();
    await send(place, sound);
  }

  /** @param {number} at @param {ArrayBuffer} sound */
  async function send(at, sound) {
    unsent = { place: at, sound };
    tell(word("record_sending"));
    try {
      const headers = { "Content-Type": "audio/wav" };
      const answer = await fetch(url(at), {
        method: "PUT",
        headers,
        body: sound,
      });
      const said = await answer.json();
      if (answer.ok) {
        unsent = null;
        mark(at, true);
        tell(verdict(said));
      } else {
        if (answer.status < 500 && answer.status !== 401) unsent = null;
        tell(
          answer.status === 401
            ? word("record_signed_out")
            : (said.detail ?? word("record_unsent")),
        );
      }
    } catch {
      tell(word("record_unsent"));
    }
    show();
  }

  /** @param {{duration_s: number, faults: string[]}} judged */
  function verdict({ duration_s, faults }) {
    const said = faults.map((fault) =>
      fault === "clipped"
        ? word("record_clipped")
        : fault === "quiet"
          ? word("record_quiet")
          : word("record_noisy"),
    );
    const seconds = new Intl.NumberFormat(document.documentElement.lang, {
      maximumFractionDigits: 1,
    }).format(duration_s);
    return [word("record_kept", { seconds }), ...said].join(" ");
  }

  /** @param {number} at */
  function choose(at) {
    if (recording || at < 0 || at >= sentences.length) return;
    place = at;
    listening.pause();
    tell("");
    show();
  }

  record.addEventListener("click", () => void (recording ? end() : begin()));
  part("previous").addEventListener("click", () => choose(place - 1));
  part("next").addEventListener("click", () => choose(place + 1));
  sentences.forEach((each, at) =>
    each.addEventListener("click", () => choose(at)),
  );
  hear.addEventListener("click", () => {
    player.pause();
    listening.src = `${url(place)}?${Date.now()}`;
    void listening.play();
  });
  forget.addEventListener("click", async () => {
    const answer = await fetch(url(place), { method: "DELETE" }).catch(
      () => null,
    );
    if (answer?.ok) {
      mark(place, false);
      tell(word("record_forgotten"));
    } else tell(word("record_unsent"));
    show();
  });
  again.addEventListener("click", () => {
    if (unsent) void send(unsent.place, unsent.sound);
  });
  const leaving = new AbortController();
  addEventListener(
    "beforeunload",
    (event) => {
      if (recording || unsent) event.preventDefault();
    },
    { signal: leaving.signal },
  );
  part("buttons").hidden = false;
  show();
  return () => {
    leaving.abort();
    listening.pause();
    microphone?.close();
  };
}
