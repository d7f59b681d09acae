/**
 * Asks the server for its time, often at first and then now and again, and knows it in between.
 */
import { createClock } from "./clock.js";

const FIRST = 12;
const FIRST_EVERY_MS = 60;
const LATER = 3;
const LATER_EVERY_MS = 12_000;
const SLEPT_MS = 250;

/**
 * @param {object} [needs]
 * @param {() => number} [needs.now] ms on the phone's steady clock
 * @param {() => number} [needs.wall] ms since 1970 as the phone believes
 */
export function createServerTime({
  now = () => performance.now(),
  wall = () => Date.now(),
} = {}) {
  const clock = createClock();
  let ended = false;
  let turn = 0;
  let apart = wall() - now();
  let wasAway = false;
  let jumped = 0;
  let answered = false;

  /** @param {import("./clock.js").Probe} probe */
  function learn(probe) {
    clock.add(probe);
    answered = true;
    jumped = 0;
  }

  async function probe() {
    const sent = now();
    try {
      const answer = await fetch("/api/v1/clock", { cache: "no-store" });
      const received = now();
      const { now_ms } = await answer.json();
      if (!answer.ok || typeof now_ms !== "number") return;
      learn({ sent, received, server: now_ms });
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
    /** Whether the server has said what time it is. */
    get known() {
      return answered;
    },
    get error_ms() {
      return clock.error_ms;
    },
    /** ms since 1970 by the server's clock; the phone's own until the server has answered. */
    now() {
      return answered ? clock.at(now()) + jumped : wall();
    },
    begin: () => burst(FIRST, FIRST_EVERY_MS),
    /** Takes what another answer said of the time. */
    learn,
    /** The page goes out of sight: from now on the phone may sleep. */
    away() {
      wasAway = true;
    },
    /**
     * After a sleep: the steady clock of some phones stands still meanwhile. A time of day that jumps in
     * sight of the visitor, or backwards, was set by somebody.
     */
    wake() {
      const slept = wall() - now() - apart;
      apart += slept;
      if (wasAway && slept > SLEPT_MS) {
        jumped += slept;
        clock.reset();
      }
      wasAway = false;
      return burst(FIRST, FIRST_EVERY_MS);
    },
    end() {
      ended = true;
      clearInterval(timer);
    },
  };
}

/** @typedef {ReturnType<typeof createServerTime>} ServerTime */
