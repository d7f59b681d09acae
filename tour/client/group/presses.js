/**
 * What the guide pressed, on its way to the server: one after the other, each with an id of its own, again
 * and again until there is an answer. Sending one twice does it once.
 *
 * What is not wanted any more is not sent: a newer press takes the place of those that it makes void, and
 * after half a minute without an answer the moment is over. Nothing is given up without a word.
 *
 * @typedef {{id: string, command: string, [more: string]: unknown}} Press
 * @typedef {{press: Press, at_ms: number}} Waiting at_ms: since 1970, for the phone may sleep
 *
 * @param {object} needs
 * @param {(press: Press) => Promise<{status: number, json: any}>} needs.send status 0: no answer came
 * @param {() => string} needs.makeId
 * @param {{read: () => Waiting[], write: (waiting: readonly Waiting[]) => void}} needs.memory outlives a reload
 * @param {() => void} needs.changed
 * @param {(answer: {press: Press, status: number, json: any}) => void} needs.answered
 * @param {(commands: string[]) => void} needs.expired
 * @param {() => number} [needs.now]
 */
export function createPresses({
  send,
  makeId,
  memory,
  changed,
  answered,
  expired,
  now = () => Date.now(),
}) {
  let waiting = memory.read();
  let sending = false;
  let failures = 0;
  let goOn = () => {};

  /** @param {Waiting[]} next */
  function keep(next) {
    waiting = next;
    memory.write(waiting);
    changed();
  }

  function dropOld() {
    const old = waiting.filter(({ at_ms }) => now() - at_ms > WANTED_MS);
    if (old.length === 0) return;
    keep(waiting.filter((each) => !old.includes(each)));
    expired(old.map(({ press }) => press.command));
  }

  async function work() {
    if (sending) return;
    sending = true;
    try {
      await sendAll();
    } finally {
      sending = false;
      failures = 0;
      changed();
    }
  }

  async function sendAll() {
    for (;;) {
      dropOld();
      const [first] = waiting;
      if (!first) return;
      const { press } = first;
      const { status, json } = await send(press);
      if (isNoAnswer(status)) {
        failures += 1;
        changed();
        await pause(Math.min(500 * failures, 3000));
        continue;
      }
      failures = 0;
      keep(waiting.filter((each) => each.press !== press));
      answered({ press, status, json });
    }
  }

  /** Waits, or not any longer when something is pressed. @param {number} ms */
  function pause(ms) {
    return new Promise((resolve) => {
      goOn = () => resolve(undefined);
      setTimeout(goOn, ms);
    });
  }

  if (waiting.length) queueMicrotask(() => void work());

  return {
    /** Those that have no answer yet, the oldest first. */
    get waiting() {
      return waiting.map(({ press }) => press);
    },
    /** Whether the first of them has been tried in vain. */
    get failing() {
      return failures > 0 && waiting.length > 0;
    },
    /** @param {string} command @param {Record<string, unknown>} [more] */
    press(command, more = {}) {
      const press = { ...more, command, id: makeId() };
      const last = waiting[waiting.length - 1];
      if (last && isSame(last.press, press)) {
        // Pressed again because nothing seemed to happen: it is wanted still.
        keep([...waiting.slice(0, -1), { ...last, at_ms: now() }]);
      } else {
        const stands = waiting.filter(({ press }) => !voids(command, press));
        keep([...stands, { press, at_ms: now() }]);
      }
      goOn();
      void work();
    },
    /** Takes back what has no answer yet: the guide does not want it, or another desk leads. */
    clear() {
      failures = 0;
      keep([]);
    },
  };
}

/** @typedef {ReturnType<typeof createPresses>} Presses */

const WANTED_MS = 30_000;
const MEANT_ALONE = ["play", "gather", "silence", "end"];
const PAUSE_OR_NOT = ["hold", "go_on"];

/** Whether a press makes an earlier one void: nobody wants to hear both. @param {string} newer @param {Press} older */
function voids(newer, older) {
  if (MEANT_ALONE.includes(newer)) return true;
  return PAUSE_OR_NOT.includes(newer) && PAUSE_OR_NOT.includes(older.command);
}

/** @param {Press} one @param {Press} other */
const isSame = (one, other) =>
  JSON.stringify({ ...one, id: "" }) === JSON.stringify({ ...other, id: "" });

/** @param {number} status */
function isNoAnswer(status) {
  return status === 0 || status === 429 || status >= 500;
}
