/**
 * The line to the group: a stream that is read with `fetch`, because it carries a secret, and beside it
 * plain questions for what was missed. Whatever breaks is opened again; what the server has said once
 * stands until it says something newer.
 *
 * @typedef {import("./follow.js").GroupState} GroupState
 * @typedef {{seq: number, at_ms: number, kind: string, state: GroupState}} GroupEvent
 * @typedef {"opening" | "live" | "asking" | "lost" | "gone"} LinkState
 *   asking: without a stream, by questions alone; gone: the group is over or this phone is not in it
 */
import { createReader } from "./sse.js";

const SILENT_MS = 35_000; // the server says something every 15 s
const ASK_EVERY_MS = 2_000;
const FIRST_BYTE_MS = 6_000;
const QUESTION_MS = 8_000;
const GONE = [401, 403, 404, 410];

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
  let seq = 0;
  let ended = false;
  let failures = 0;
  /** @type {LinkState} */
  let state = "opening";
  /** @type {AbortController | null} */
  let stream = null;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  let lastSign = 0;

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

  /** @param {RequestInit} [init] */
  function signed(init = {}) {
    const headers = new Headers(init.headers);
    headers.set("Authorization", `Bearer ${secret}`);
    return { ...init, headers };
  }

  /** @param {number} status */
  function isGone(status) {
    if (!GONE.includes(status)) return false;
    close();
    become("gone");
    return true;
  }

  /** What was missed, by a plain question. @returns {Promise<boolean>} whether the server answered */
  async function catchUp() {
    try {
      const answer = await fetch(
        `${home}/events?after=${seq}`,
        signed({ cache: "no-store", signal: within(QUESTION_MS) }),
      );
      if (ended || isGone(answer.status)) return false;
      if (!answer.ok) return false;
      const { events } = /** @type {{events: GroupEvent[]}} */ (
        await answer.json()
      );
      for (const event of events) take(event.state, event.seq);
      return true;
    } catch {
      return false;
    }
  }

  async function open() {
    clearTimeout(timer);
    stream?.abort();
    const mine = (stream = new AbortController());
    const first = setTimeout(() => mine.abort(), FIRST_BYTE_MS);
    try {
      const answer = await fetch(
        `${home}/stream?after=${seq}`,
        signed({
          cache: "no-store",
          headers: { Accept: "text/event-stream" },
          signal: mine.signal,
        }),
      );
      if (!answer.ok || !answer.body)
        throw new TypeError(`the stream answered ${answer.status}`);
      await read(answer.body, mine, () => clearTimeout(first));
    } catch {
      // What is tried next does not depend on why.
    }
    clearTimeout(first);
    if (stream === mine && !ended) void again();
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
      failures = 0;
      lastSign = performance.now();
      become("live");
      feed(decoder.decode(value, { stream: true }));
    }
  }

  /** @param {import("./sse.js").ServerEvent} event */
  function hear({ event, data }) {
    if (event === "bye" || data === "") return; // a planned end: the stream is opened again
    try {
      const said = /** @type {GroupEvent} */ (JSON.parse(data));
      if (said.state) take(said.state, said.seq);
    } catch {
      // Not for us.
    }
  }

  /** The stream has ended: what was missed first, then a new one. */
  async function again() {
    const answered = await catchUp();
    if (ended) return;
    failures += 1;
    if (!answered) become("lost");
    else if (failures > 1) become("asking");
    const pause = answered
      ? failures > 1
        ? ASK_EVERY_MS * (0.75 + random() / 2)
        : 0
      : backOff(failures, random());
    timer = setTimeout(() => void open(), pause);
  }

  /** The phone woke up, or has signal again: at once, whatever was planned. */
  async function wake() {
    if (ended) return;
    failures = 0;
    clearTimeout(timer);
    await catchUp();
    if (!ended) void open();
  }

  /** No answer came elsewhere: the stream may be dead without an error. */
  const doubt = () => stream?.abort();

  const watch = setInterval(() => {
    if (state === "live" && performance.now() - lastSign > SILENT_MS) doubt(); // as after a lock
  }, 5_000);

  function close() {
    ended = true;
    clearTimeout(timer);
    clearInterval(watch);
    stream?.abort();
  }

  return {
    get state() {
      return state;
    },
    open: () => void open(),
    wake,
    doubt,
    close,
    catchUp,
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
      return ask(`${home}${path}`, { method, body, secret, keepalive });
    },
    take,
  };
}

/** @typedef {ReturnType<typeof createLink>} Link */

/** A signal that ends a question after a while; `AbortSignal.timeout` is too new for some phones. @param {number} ms */
function within(ms) {
  const limit = new AbortController();
  setTimeout(() => limit.abort(), ms);
  return limit.signal;
}

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

/**
 * One question with a JSON answer.
 *
 * @param {string} url
 * @param {{method?: string, body?: unknown, secret?: string | null, keepalive?: boolean}} how
 * @returns {Promise<{status: number, json: any}>} status 0: no answer came
 */
export async function ask(
  url,
  { method = "GET", body, secret = null, keepalive = false } = {},
) {
  const headers = new Headers({ Accept: "application/json" });
  if (body !== undefined) headers.set("Content-Type", "application/json");
  if (secret) headers.set("Authorization", `Bearer ${secret}`);
  try {
    const answer = await fetch(url, {
      method,
      keepalive,
      headers,
      cache: "no-store",
      body: body === undefined ? undefined : JSON.stringify(body),
      signal: within(QUESTION_MS),
    });
    const text = await answer.text();
    return { status: answer.status, json: text ? JSON.parse(text) : null };
  } catch {
    return { status: 0, json: null };
  }
}
