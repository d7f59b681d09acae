/**
 * Asks the server for its time, often at first and then now and again, and knows it in between.
 */
import { createClock } from "./clock.js";

const FIRST = 12;
const FIRST_EVERY_MS = 60;
const LATER = 3;
const LATER_EVERY_MS = 12_000;
const SLEPT_MS = 250;

/** @param {{now?: () => number}} [needs] */
export function createServerTime({ now = () => performance.now() } = {}) {
  const clock = createClock();
  let ended = false;
  let turn = 0;
  let apart = Date.now() - now();
  let jumped = 0;
  let answered = false;

  async function probe() {
    const sent = now();
    try {
      const answer = await fetch("/api/v1/clock", { cache: "no-store" });
      const received = now();
      const { now_ms } = await answer.json();
      if (!answer.ok || typeof now_ms !== "number") return;
      clock.add({ sent, received, server: now_ms });
      answered = true;
      jumped = 0;
    } catch {
      // The next one may come through.
    }
  }

  /** @param {number} count @param {number} every_ms */
  async function burst(count, every_ms) {
    const mine = ++turn;
    for (let each = 0; each < count && mine === turn && !ended; each++) {
      await probe();
      await new Promise((resolve) => setTimeout(resolve, every_ms));
    }
  }

  const timer = setInterval(
    () => void burst(LATER, FIRST_EVERY_MS),
    LATER_EVERY_MS,
  );

  return {
    get known() {
      return answered;
    },
    get error_ms() {
      return clock.error_ms;
    },
    /** ms since 1970 by the server's clock; the phone's own until the server has answered. */
    now() {
      return answered ? clock.at(now()) + jumped : Date.now();
    },
    begin: () => burst(FIRST, FIRST_EVERY_MS),
    /** After a sleep: the steady clock of some phones stands still meanwhile. */
    wake() {
      const before = apart;
      apart = Date.now() - now();
      if (Math.abs(apart - before) > SLEPT_MS) {
        jumped += apart - before;
        clock.reset();
      }
      return burst(FIRST, FIRST_EVERY_MS);
    },
    end() {
      ended = true;
      clearInterval(timer);
    },
  };
}

/** @typedef {ReturnType<typeof createServerTime>} ServerTime */
