/**
 * The line to the group: a stream that is read with `fetch`, because it carries a secret, and plain
 * questions, about one a second, for as long as no stream speaks. Whatever breaks is opened again; what
 * the server has said once stands until it says something newer.
 *
 * @typedef {import("./follow.js").GroupState} GroupState
 * @typedef {{seq: number, at_ms: number, kind: string, state: GroupState}} GroupEvent
 * @typedef {"opening" | "live" | "asking" | "lost" | "gone"} LinkState
 *   asking: without a stream, by questions alone; gone: the group is over or this phone is not in it
 */
import { ask, isGone, within } from "./asking.js";
import { createReader } from "./sse.js";

const SILENT_MS = 35_000; // the server says something every 15 s
const ASK_EVERY_MS = 1_000;
const PATIENCE_MS = 1_000; // a stream that is slower than this is helped with questions
const FIRST_BYTE_MS = 6_000;
const STEADY_MS = 10_000; // a stream that lived shorter was none
const STREAM_AFTER_MS = 2_000;
const STREAM_SELDOM_MS = 60_000;
const BYE_MS = { least: 300, usual: 1_000, most: 10_000 };

/**
 * @param {object} what
 * @param {string} what.code
 * @param {string} what.secret what this phone was given when it joined
 * @param {(state: GroupState, seq: number) => void} what.heard only newer states than before
 * @param {(state: LinkState) => void} what.changed
 * @param {() => number} [what.random]
 */
export function createLink({
  code,
  secret,
  heard,
  changed,
  random = Math.random,
}) {
  const home = `/api/v1/groups/${code}`;
  const headers = { Authorization: `Bearer ${secret}` };
  let seq = 0;
  let ended = false;
  /** @type {LinkState} */
  let state = "opening";
  /** @type {AbortController | null} */
  let stream = null;
  let speaks = false; // the stream does
  let vain = 0; // streams that came to nothing, one after the other
  let unanswered = 0; // questions, one after the other
  let lastSign = 0;
  /** When the server wants the next stream, after a planned end. @type {number | null} */
  let bye_ms = null;
  /** @type {ReturnType<typeof within> | null} */
  let question = null;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let streaming;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let asking;

  /** @param {LinkState} next */
  function become(next) {
    if (state === next || state === "gone") return;
    state = next;
    changed(state);
  }

  /** @param {GroupState} newer @param {number} itsSeq */
  function take(newer, itsSeq) {
    if (itsSeq < seq || ended) return;
    seq = itsSeq;
    heard(newer, itsSeq);
  }

  function beGone() {
    close();
    become("gone");
  }

  /** What was missed, by a plain question. @returns {Promise<boolean>} whether the server answered */
  async function putQuestion() {
    question?.abort();
    const mine = (question = within());
    try {
      const answer = await fetch(`${home}/events?after=${seq}`, {
        headers,
        cache: "no-store",
        signal: mine.signal,
      });
      const json = await answer.json();
      if (ended) return false;
      if (!answer.ok && isGone(json)) beGone();
      if (!answer.ok || !Array.isArray(json?.events)) return false;
      for (const event of /** @type {GroupEvent[]} */ (json.events))
        take(event.state, event.seq);
      return true;
    } catch {
      return false;
    } finally {
      mine.done();
      if (question === mine) question = null;
    }
  }

  /** Asks now, and again and again until a stream speaks. */
  async function catchUp() {
    clearTimeout(asking);
    const before = unanswered;
    const mine = putQuestion();
    const answered = await mine;
    if (ended || question) return; // another question has taken its place
    unanswered = answered ? 0 : before + 1;
    if (speaks) return;
    if (!answered) become("lost");
    else if (state !== "live" || vain > 0 || stream) become("asking");
    askIn(
      answered
        ? ASK_EVERY_MS * (0.9 + random() / 5)
        : backOff(unanswered, random()),
    );
    if (answered && before > 0 && !stream) void open(); // the signal is back
  }

  /** @param {number} ms */
  function askIn(ms) {
    clearTimeout(asking);
    asking = setTimeout(() => void catchUp(), ms);
  }

  async function open() {
    clearTimeout(streaming);
    stream?.abort();
    const mine = (stream = new AbortController());
    const first = setTimeout(() => mine.abort(), FIRST_BYTE_MS);
    const began = performance.now();
    if (!question) askIn(PATIENCE_MS);
    speaks = false;
    bye_ms = null;
    try {
      const answer = await fetch(`${home}/stream?after=${seq}`, {
        cache: "no-store",
        headers: { ...headers, Accept: "text/event-stream" },
        signal: mine.signal,
      });
      const type = answer.headers.get("Content-Type") ?? "";
      if (!answer.ok || !answer.body || !type.startsWith("text/event-stream"))
        throw new TypeError(`the stream answered ${answer.status}, ${type}`);
      await read(answer.body, mine, () => clearTimeout(first));
    } catch {
      // What is tried next does not depend on why.
    }
    clearTimeout(first);
    if (stream === mine && !ended) void again(performance.now() - began);
  }

  /**
   * @param {ReadableStream<Uint8Array>} body
   * @param {AbortController} mine
   * @param {() => void} began
   */
  async function read(body, mine, began) {
    const decoder = new TextDecoder();
    const reader = body.getReader();
    const feed = createReader({ event: hear });
    for (;;) {
      const { done, value } = await reader.read();
      if (done || stream !== mine) return;
      began();
      clearTimeout(asking);
      speaks = true;
      unanswered = 0;
      lastSign = performance.now();
      become("live");
      feed(decoder.decode(value, { stream: true }));
    }
  }

  /** @param {import("./sse.js").ServerEvent} event */
  function hear({ event, data }) {
    try {
      const said = JSON.parse(data);
      if (event === "bye") bye_ms = Number(said.retry_ms) || BYE_MS.usual;
      else if (said.state) take(said.state, said.seq);
    } catch {
      // Not for us.
    }
  }

  /** The stream has ended: what was missed first, then a new one. @param {number} lived_ms */
  async function again(lived_ms) {
    const steady = speaks && lived_ms > STEADY_MS;
    stream = null;
    speaks = false;
    if (bye_ms !== null) {
      // A planned end: the server names a moment to each phone, so that not all come at once.
      vain = 0;
      const wait = Math.min(Math.max(bye_ms, BYE_MS.least), BYE_MS.most);
      streaming = setTimeout(() => void open(), wait);
      return;
    }
    vain = steady ? 0 : vain + 1;
    const pause = Math.min(STREAM_AFTER_MS * 2 ** (vain - 1), STREAM_SELDOM_MS);
    if (vain > 0)
      streaming = setTimeout(() => void open(), pause * (0.75 + random() / 2));
    await catchUp();
    if (vain === 0 && unanswered === 0 && !stream && !ended) void open();
  }

  /** The phone woke up, or has signal again: at once, whatever was planned. */
  async function wake() {
    if (ended) return;
    vain = 0;
    unanswered = 0;
    clearTimeout(streaming);
    const old = stream;
    stream = null;
    speaks = false;
    old?.abort();
    await catchUp();
    if (!ended && !stream) void open();
  }

  /** No answer came elsewhere: the stream may be dead without an error. */
  const doubt = () => stream?.abort();

  const watch = setInterval(() => {
    if (speaks && performance.now() - lastSign > SILENT_MS) doubt(); // as after a lock
  }, 5_000);

  function close() {
    ended = true;
    clearTimeout(streaming);
    clearTimeout(asking);
    clearInterval(watch);
    stream?.abort();
    question?.abort();
  }

  return {
    get state() {
      return state;
    },
    open: () => void open(),
    wake,
    doubt,
    close,
    /**
     * Sends something for this group.
     *
     * @param {string} path below the group's own address
     * @param {string} method
     * @param {unknown} [body]
     * @param {{keepalive?: boolean}} [how]
     * @returns {Promise<{status: number, json: any}>} status 0: no answer came
     */
    async send(path, method, body, { keepalive = false } = {}) {
      const answer = await ask(`${home}${path}`, {
        method,
        body,
        secret,
        keepalive,
      });
      if (!ended && answer.status >= 400 && isGone(answer.json)) beGone();
      return answer;
    },
    take,
  };
}

/** @typedef {ReturnType<typeof createLink>} Link */

/**
 * How long to wait before the next try: longer each time, never longer than eight seconds, and not all
 * phones at once.
 *
 * @param {number} failures so far, from 1
 * @param {number} chance from 0 to 1
 */
export function backOff(failures, chance) {
  return Math.min(400 * 2 ** Math.min(failures, 6), 8_000) * (0.5 + chance / 2);
}
