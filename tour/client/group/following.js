/**
 * One phone that follows a group: what the server says, what time it is there, what is sounding here.
 *
 * It never waits for the network: the last state that was heard is followed to its end, and what the
 * signal brings later is fallen in with.
 */
import { createLock } from "../walk/lock.js";
import { createAloudDiary } from "./aloud.js";
import { leaveGroup } from "./asking.js";
import { createElementSound } from "./element-sound.js";
import { lingers, moves, placeOnLine } from "./follow.js";
import { createLink } from "./link.js";
import { createOwnCopy } from "./own-copy.js";
import { createOwnLine } from "./own-line.js";
import { reportOf } from "./presence.js";
import { createServerTime } from "./server-time.js";
import { watchSleep } from "./sleep.js";
import { createStepWatch } from "./step.js";
import { createWaveSound } from "./wave-sound.js";

const TICK_MS = 100;
const REPORT_MS = 10_000;
const NEWS_MS = 3_000; // a change of step is told sooner, but not more often
const CAUGHT_UP_SAID_MS = 12_000;
const SOUNDLESS_SAID_MS = 3_000;
const ANEW_MS = 20_000;

/**
 * @typedef {import("./follow.js").GroupState} GroupState
 * @typedef {"headphones" | "loudspeaker"} Output
 *
 * @typedef {object} Membership What this window keeps, to go on after a reload.
 * @property {string} code
 * @property {string} secret
 * @property {string} lang
 * @property {Output} output
 *
 * @param {import("../main.js").House} house
 * @param {Membership} me
 * @param {{changed: () => void, left: () => void}} tell
 * @param {AudioContext | null} context for the loudspeaker; made in the visitor's tap
 */
export function createFollowing(house, me, tell, context) {
  const { player, audio } = house;
  const time = createServerTime();
  const copy = createOwnCopy(audio);
  const lock = createLock(tell.changed);
  const link = createLink({
    code: me.code,
    secret: me.secret,
    heard: hear,
    changed() {
      if (link.state === "gone") rest();
      tell.changed();
    },
  });
  const wave = context && createWaveSound(context, fetchClip, copy.addressOf);
  const aloud = createAloudDiary(house);
  const element = createElementSound(player, audio);
  const engine = wave ?? element;
  const step = createStepWatch();
  /** @type {GroupState | null} */
  let state = null;
  /** @type {GroupState | null} */
  let before = null;
  let delay_s = 0;
  let stopped = false;
  /** @type {string | null} */
  let hushed = null;
  let on = true;
  let wokeAt = -Infinity;
  let told = { at: -Infinity, inStep: true };
  let anewAt = -Infinity;
  let resting = false;

  /** @param {GroupState} next */
  function hear(next) {
    const now = present();
    if (lingers(now, next, time.now())) before = now;
    else if (next.stop !== state?.stop) before = null;
    state = next;
    void fetchAhead();
    if (next.phase === "ended") {
      link.close();
      rest();
    }
    tell.changed();
  }

  /** The walk is over, or goes on without this phone: what is spoken is spoken to its end, no more is asked. */
  function rest() {
    resting = true;
    clearInterval(reporting);
    lock.release();
    time.end();
  }

  /**
   * The tour in the language that was chosen last, as soon as there is signal for it; and anew, where the
   * group hears a stop that it does not have.
   */
  async function learn() {
    if (copy.lang !== me.lang && (await copy.learn(me.lang))) {
      own.forget();
      tell.changed();
    }
    const stop = state?.stop ?? null;
    if (!copy.manifest || stop === null || copy.of(stop)) return;
    if (performance.now() - anewAt < ANEW_MS) return;
    anewAt = performance.now();
    if (await copy.learn(me.lang, { anew: true })) tell.changed();
  }

  /** The sound of the present stop, and of the one that is likely next. */
  async function fetchAhead() {
    await learn();
    const stop = state?.stop ?? null;
    const next = copy.after(stop);
    await copy.want([stop, next]);
    if (on) wave?.prepare(next);
  }

  /** What is followed at this moment. @returns {GroupState | null} */
  function present() {
    if (before && state && time.now() >= state.at_ms - 1) before = null;
    return before ?? state;
  }

  const lineSecond = (/** @type {GroupState} */ now) =>
    placeOnLine(now, time.now()) + delay_s;
  const own = createOwnLine(copy, lineSecond, { stretch: !wave });
  const now_s = () => own.second(present());

  /** Whether the visitor has begun to hear something else here. */
  const taken = () =>
    wave ? player.state.status === "playing" : element.taken;

  function tick() {
    sleep.beat();
    const now = present();
    if (!on || !now || !time.known) return;
    if (taken()) return leave();
    if (engine.stopped !== stopped) {
      stopped = engine.stopped;
      tell.changed();
    }
    const hush = hushed !== null && now.stop === hushed;
    const line = moves(now) && !hush ? own.of(now) : null;
    step.look(line, engine.sounding);
    const isNews = told.inStep !== inStep();
    if (isNews && performance.now() - told.at > NEWS_MS) void tellServer();
    if (stopped && !wave) return;
    if (line) engine.tick(line);
    else if (hush) engine.hush();
    else engine.hold();
    const over = line !== null && line.at() >= now.length_s;
    if (line && wave && (wave.sounding || over))
      aloud.note(line.sound, now_s(), over);
  }

  async function fetchClip(/** @type {string} */ url) {
    const answer = await fetch(url);
    if (!answer.ok) throw new TypeError(`${url}: ${answer.status}`);
    return answer.arrayBuffer();
  }

  /**
   * The page is back: what happened meanwhile is asked for at once. A sound that a sleep has ended begins
   * again by itself; one that the visitor has ended does not.
   *
   * @param {boolean} slept
   */
  function woke(slept) {
    if (slept) {
      stopped = false;
      engine.allow();
    }
    if (resting) return;
    void time.wake();
    void link.wake().then(() => {
      if (slept) wokeAt = performance.now();
      tell.changed();
      void tellServer();
    });
  }

  /** Followed by text alone, without a sound in this language. */
  const byText = () => state?.stop != null && !copy.of(state.stop)?.sound;

  const inStep = () => step.inStep(engine.off_s) && !stopped;

  /** What is wrong with the sound, also while it is only awaited. */
  const trouble = () =>
    engine.trouble ??
    (step.soundless_ms > SOUNDLESS_SAID_MS ? "no_sound" : null);

  /** @param {{leaving?: boolean}} [how] */
  async function tellServer({ leaving = false } = {}) {
    if (resting || !state) return;
    told = { at: performance.now(), inStep: inStep() };
    const saved = !leaving && (await copy.isSaved());
    const sent = performance.now();
    const { status, json } = await link.send(
      "/phones/me",
      "POST",
      reportOf({
        me: { ...me, lang: copy.lang || me.lang },
        stop: state.stop,
        line_s: lineSecond(present() ?? state),
        second: byText() ? null : now_s(),
        beats: state.beats,
        lag_ms: -engine.off_s * 1000,
        clock_error_ms: time.error_ms,
        saved,
        inStep: told.inStep,
        hidden: document.visibilityState === "hidden",
      }),
      { keepalive: leaving },
    );
    if (status === 200 && json?.state) hearAnswer(json, sent);
    if (status === 0 && !leaving) link.doubt();
    else void fetchAhead();
  }

  /**
   * An answer that brought a state and the server's time.
   *
   * @param {{state: GroupState, seq: number, now_ms: number}} answer
   * @param {number} sent when it was asked for, by the page's clock
   */
  function hearAnswer({ state: news, seq, now_ms }, sent) {
    time.learn({ sent, received: performance.now(), server: now_ms });
    link.take(news, seq);
  }

  const ticking = setInterval(tick, TICK_MS);
  const reporting = setInterval(() => void tellServer(), REPORT_MS);
  const sleep = watchSleep({
    away() {
      time.away();
      void tellServer({ leaving: true });
    },
    back: woke,
  });
  if (!wave) player.lead(1);
  lock.take();
  void time.begin();
  link.open();

  function end() {
    on = false;
    rest();
    clearInterval(ticking);
    sleep.end();
    link.close();
    copy.release();
    engine.end();
  }

  function leave() {
    if (!on) return;
    void leaveGroup(me.code, me.secret);
    end();
    tell.left();
  }

  return {
    get me() {
      return me;
    },
    get state() {
      return state;
    },
    get copy() {
      return copy;
    },
    /** Where its own clip is, or without one the common line: what the moving text follows. */
    get now_s() {
      return now_s();
    },
    /** Whether the visitor goes on without the sound of the present stop. */
    get hushed() {
      return hushed !== null && hushed === state?.stop;
    },
    get facts() {
      const justWoke = performance.now() - wokeAt < CAUGHT_UP_SAID_MS;
      return {
        link: link.state,
        stopped,
        trouble: trouble(),
        byText: byText(),
        lit: lock.held,
        woke: justWoke && link.state !== "lost",
        server_ms: time.now(),
      };
    },
    hear: hearAnswer,
    /** Sets how much earlier this phone sounds, for a device that is late. @param {number} ms */
    setDelay(ms) {
      delay_s = ms / 1000;
    },
    /** @param {string} lang */
    async speak(lang) {
      me.lang = lang;
      await learn();
      void fetchAhead();
      void tellServer();
    },
    /** Goes on without the sound of the present stop, or with it after all. */
    toggleHush() {
      hushed = hushed === state?.stop ? null : (state?.stop ?? null);
      tell.changed();
    },
    /** The visitor's tap after the sound was stopped. */
    resume() {
      stopped = false;
      engine.allow();
      if (!wave) player.play();
      tick();
      tell.changed();
    },
    leave,
    /** For the group's own end, or when this phone is not in it any more. */
    end,
  };
}

/** @typedef {ReturnType<typeof createFollowing>} Following */
