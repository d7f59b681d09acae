/**
 * What was heard, kept on this phone first: it is shown from here, and told to the server through
 * the outbox.
 */
import { merge, NOTHING_HEARD } from "../pure/heard.js";

/** @typedef {import("../pure/heard.js").Heard} Heard */

const TELL_EVERY_MS = 15_000;
const KEEP_EVERY_MS = 2_000;

/**
 * @param {import("../storage.js").Memory} memory
 * @param {() => number} now ms since 1970
 */
export function createDiary(memory, now) {
  const diary = {
    /**
     * @param {string} stop
     * @returns {Heard}
     */
    heard(stop) {
      return (
        /** @type {Heard | null} */ (memory.get(`heard.${stop}`)) ??
        NOTHING_HEARD
      );
    },
    /**
     * What is noted now is later than what was noted before, whatever the clock on the wall says: it
     * may have been set back meanwhile.
     *
     * @param {string} stop
     * @param {Partial<Heard>} change
     */
    note(stop, change) {
      const before = diary.heard(stop);
      const at = Math.max(now(), before.at + 1);
      memory.set(`heard.${stop}`, merge(before, { ...before, ...change, at }));
    },
    /**
     * Takes over what the server knows; nothing heard here is lost by it.
     *
     * @param {any} progress the API's progress document
     */
    learn(progress) {
      for (const [stop, theirs] of Object.entries(progress?.stops ?? {})) {
        const mine = diary.heard(stop);
        memory.set(`heard.${stop}`, {
          ...mine,
          started: mine.started || Boolean(theirs.started),
          finished: mine.finished || Boolean(theirs.finished),
        });
      }
    },
    /** The stop that was heard last, for "Continue". */
    last() {
      return /** @type {{id: string, at: number} | null} */ (
        memory.get("last")
      );
    },
    /** @param {string} stop */
    setLast(stop) {
      memory.set("last", { id: stop, at: now() });
    },
  };
  return diary;
}

/** @typedef {ReturnType<typeof createDiary>} Diary */

/**
 * Writes down what the player does.
 *
 * @param {import("../player/store.js").Player} player
 * @param {Diary} diary
 * @param {Pick<import("./outbox.js").Outbox, "record" | "send">} outbox
 * @param {() => number} steady ms on a clock that nobody sets
 */
export function keepDiary(player, diary, outbox, steady) {
  let kept = 0;
  let told = 0;
  let url = "";
  let status = "idle";

  player.watch((state) => {
    const { stop } = state;
    const before = status;
    const moved = url !== (stop?.url ?? "");
    // A note is no part of its stop: who leaves it there has not begun to listen.
    const noting = state.noting && state.status === "playing";
    status = noting ? "paused" : state.status;
    url = stop?.url ?? "";
    if (!stop || moved) return;
    const place = {
      stop: stop.id,
      position_s: Math.round(state.position_s * 10) / 10,
    };
    if (status === "playing" && before !== "playing") {
      diary.setLast(stop.id);
      diary.note(stop.id, {
        started: true,
        lang: stop.lang,
        position_s: place.position_s,
      });
      outbox.record({ type: "started", ...place });
      kept = told = steady();
      void outbox.send();
      return;
    }
    const stopped = before === "playing" && status !== "playing";
    if (status === "ended" && before !== "ended") {
      diary.note(stop.id, { finished: true, lang: stop.lang, position_s: 0 });
      outbox.record({ type: "finished", ...place });
      void outbox.send();
      return;
    }
    if (status !== "playing" && !stopped) return;
    if (stopped || steady() - kept >= KEEP_EVERY_MS) {
      kept = steady();
      diary.note(stop.id, { lang: stop.lang, position_s: place.position_s });
    }
    if (stopped || steady() - told >= TELL_EVERY_MS) {
      told = steady();
      outbox.record({ type: "progressed", ...place });
      void outbox.send();
    }
  });
}
