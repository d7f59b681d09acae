/**
 * What the guide pressed, on its way to the server: one after the other, each with an id of its own, again
 * and again until there is an answer. Sending one twice does it once.
 *
 * @typedef {{id: string, command: string, [more: string]: unknown}} Press
 *
 * @param {object} needs
 * @param {(press: Press) => Promise<{status: number, json: any}>} needs.send status 0: no answer came
 * @param {() => string} needs.makeId
 * @param {(ms: number) => Promise<void>} needs.pause
 * @param {() => void} needs.changed
 * @param {(answer: {press: Press, status: number, json: any}) => void} needs.answered
 */
export function createPresses({ send, makeId, pause, changed, answered }) {
  /** @type {Press[]} */
  let waiting = [];
  let sending = false;
  let failures = 0;

  async function work() {
    if (sending) return;
    sending = true;
    while (waiting.length) {
      const [press] = waiting;
      const { status, json } = await send(press);
      if (isNoAnswer(status)) {
        failures += 1;
        changed();
        await pause(Math.min(500 * failures, 3000));
        continue;
      }
      failures = 0;
      waiting = waiting.filter((each) => each !== press);
      changed();
      answered({ press, status, json });
    }
    sending = false;
  }

  return {
    /** Those that have no answer yet, the oldest first. */
    get waiting() {
      return waiting;
    },
    /** Whether the first of them has been tried in vain. */
    get failing() {
      return failures > 0;
    },
    /** @param {string} command @param {Record<string, unknown>} [more] */
    press(command, more = {}) {
      const last = waiting[waiting.length - 1];
      const same = { ...more, command };
      if (
        last &&
        JSON.stringify({ ...last, id: "" }) ===
          JSON.stringify({ ...same, id: "" })
      )
        return; // pressed again because nothing seemed to happen
      waiting = [...waiting, { ...same, id: makeId() }];
      changed();
      void work();
    },
    /** Takes back what was not sent yet, when another desk leads. */
    clear() {
      waiting = [];
      changed();
    },
  };
}

/** @typedef {ReturnType<typeof createPresses>} Presses */

/** @param {number} status */
function isNoAnswer(status) {
  return status === 0 || status === 429 || status >= 500;
}
