/**
 * The recording page: the sentences as a prompter, one take each, kept on the server at once. What the
 * server does not have yet is kept here, on every page until the window is closed.
 */
import { find, findAll } from "../dom.js";
import { say, word } from "../words.js";
import { createMicrophoneKeeper, openMicrophone } from "./microphone.js";
import { put, tellOf } from "./sending.js";
import { createUnsent } from "./unsent.js";
import { level_db, waveOf } from "./wave.js";

/** @type {Record<string, string>} shared: in a take of the whole paragraph, which is not this page's */
const MARKS = {
  yes: "record_has",
  shared: "record_shared",
  no: "record_has_not",
};

/** @type {(url: string, answer: import("./sending.js").Sent) => void} */
let toldHere = () => {};
const unsent = createUnsent(put, (url, answer) => toldHere(url, answer));

/** @param {BeforeUnloadEvent} event */
function ask(event) {
  event.preventDefault();
  event.returnValue = true; // Safari before 17
}

/** Asks before the window is closed while something would be lost. @param {boolean} recording */
function guard(recording) {
  if (recording || unsent.count > 0) addEventListener("beforeunload", ask);
  else removeEventListener("beforeunload", ask);
}

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
  const keeper = createMicrophoneKeeper(() =>
    openMicrophone(box.dataset.recorder ?? "", heard),
  );
  /** @type {import("./microphone.js").Microphone | null} */
  let microphone = null;
  /** @type {Float32Array[]} */
  let pieces = [];
  /** @type {"idle" | "opening" | "recording" | "ending"} */
  let doing = "idle";
  let left = false;
  /** What there is to say of the takes that are being sent. @type {Set<string>} */
  const lines = new Set();

  const url = (/** @type {number} */ at) =>
    address + sentences[at].dataset.digest;
  let place = Math.max(
    0,
    sentences.findIndex(
      ({ dataset }, at) => dataset.recorded === "no" && !unsent.has(url(at)),
    ),
  );
  const placeWord = (/** @type {number} */ at) =>
    word("record_place", { number: at + 1, count: sentences.length });

  function show() {
    if (left) return;
    const chosen = sentences[place];
    const recording = doing === "recording";
    part("prompt").textContent = find("[data-text]", chosen)?.textContent ?? "";
    part("place").textContent = placeWord(place);
    record.textContent = word(recording ? "record_stop" : "record_start");
    record.setAttribute("aria-pressed", String(recording));
    const kept = chosen.dataset.recorded === "yes";
    hear.hidden = forget.hidden = !kept || recording;
    again.hidden = unsent.count === 0 || unsent.sending || recording;
    again.textContent = word("record_again", { count: unsent.count });
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

  /** @param {number} at */
  function mark(at) {
    const text = find("[data-mark]", sentences[at]);
    const { recorded } = sentences[at].dataset;
    if (text)
      text.textContent = word(
        unsent.has(url(at)) ? "record_waiting" : MARKS[recorded ?? "no"],
      );
  }

  /** @param {Float32Array} piece */
  function heard(piece) {
    level.value = level_db(piece);
    if (doing === "recording" || doing === "ending") pieces.push(piece);
  }

  async function begin() {
    player.pause();
    listening.pause();
    tell("");
    doing = "opening";
    try {
      microphone = await keeper.ready();
    } catch (error) {
      doing = "idle";
      microphone = null;
      const refused =
        error instanceof DOMException && error.name === "NotAllowedError";
      tell(word(refused ? "record_refused" : "record_no_microphone"));
      return;
    }
    if (left) return;
    pieces = [];
    doing = "recording";
    guard(true);
    show();
  }

  async function end() {
    const at = place;
    doing = "ending";
    await microphone?.rest();
    const sound = waveOf(pieces, microphone?.rate_hz ?? 48_000);
    const isEmpty = pieces.length === 0;
    doing = "idle";
    if (isEmpty) {
      keeper.drop();
      microphone = null;
      tell(word("record_empty"));
    } else unsent.keep(url(at), sound);
    guard(false);
    show();
    if (isEmpty) return;
    mark(at);
    await send();
  }

  async function send() {
    if (!unsent.sending) lines.clear();
    tell(word("record_sending"));
    const sent = unsent.send();
    show();
    await sent;
    show();
  }

  toldHere = (sent, answer) => {
    guard(doing === "recording");
    const at = sentences.findIndex((_, each) => url(each) === sent);
    if (at >= 0) {
      if (answer.outcome === "kept") sentences[at].dataset.recorded = "yes";
      mark(at);
    }
    const { text, trouble } = tellOf(answer);
    const isOther = at >= 0 && at !== place && answer.outcome !== "later";
    const line = isOther ? `${placeWord(at)}: ${text}` : text;
    if (trouble) lines.add(line);
    tell(lines.size > 0 ? [...lines].join(" ") : line);
    show();
  };

  /** @param {number} at */
  function choose(at) {
    if (doing !== "idle" || at < 0 || at >= sentences.length) return;
    place = at;
    listening.pause();
    tell("");
    show();
  }

  record.addEventListener("click", () => {
    if (doing === "idle") void begin();
    else if (doing === "recording") void end();
  });
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
    const at = place;
    const answer = await fetch(url(at), { method: "DELETE" }).catch(() => null);
    if (answer?.ok) {
      const { dataset } = sentences[at];
      dataset.recorded = dataset.shared === undefined ? "no" : "shared";
      unsent.forget(url(at));
      guard(doing === "recording");
      mark(at);
      tell(word("record_forgotten"));
    } else tell(word("record_not_forgotten"));
    show();
  });
  again.addEventListener("click", () => void send());
  sentences.forEach((_, at) => unsent.has(url(at)) && mark(at));
  part("buttons").hidden = false;
  show();
  return () => {
    left = true;
    toldHere = () => guard(false);
    guard(false);
    if (unsent.count > 0) say(word("record_leaving", { count: unsent.count }));
    listening.pause();
    keeper.close();
  };
}
