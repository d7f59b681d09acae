/**
 * The player: one audio element, one state. The state follows the element's own events; whoever
 * shows it only requests.
 */

import { playable, reaches } from "./sources.js";

/** @typedef {import("./model.js").PlayerStop} PlayerStop */
/** @typedef {import("./model.js").PlayerState} PlayerState */

const WAIT_MS = 5000;

/** @param {HTMLAudioElement} audio */
export function createPlayer(audio) {
  /** @type {PlayerState} */
  let state = {
    stop: null,
    status: "idle",
    noting: false,
    waiting: false,
    trouble: null,
    position_s: 0,
    duration_s: 0,
    rate: 1,
    led: false,
  };
  /** @type {Set<import("./model.js").Watcher>} */
  const watchers = new Set();
  /** @type {{type: string, url: string}[]} */
  let untried = [];
  /** @type {number | null} */
  let wanted_s = null;
  let asked = false;
  let unlocked = false;
  let resting = false; // a led pause between sentences: for everyone else it speaks
  /** @type {number | null} */
  let paced = null; // a led rate, which is not the visitor's own
  let hushed = false; // the silent clip is in the element; what it does is nobody's business
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let waitTimer;

  /** @param {Partial<PlayerState>} change */
  function update(change) {
    state = { ...state, ...change };
    for (const watcher of watchers) watcher(state);
  }

  function useNextSource() {
    const source = untried.shift();
    if (!source) return false;
    audio.src = source.url;
    audio.defaultPlaybackRate = paced ?? state.rate;
    audio.playbackRate = paced ?? state.rate;
    return true;
  }

  /** Puts the sound that is due into the element: the note from its beginning, the stop at its place. */
  function takeSound() {
    const { stop, noting, position_s } = state;
    wanted_s = noting ? 0 : position_s;
    untried = playable(
      audio,
      (noting ? stop?.note?.sources : stop?.sources) ?? [],
    );
    useNextSource();
  }

  /**
   * The note was heard, or is passed over: the stop follows in the same turn, for a locked phone gives no
   * other.
   *
   * @param {number} position_s
   * @param {boolean} speaking
   */
  function endNote(position_s, speaking) {
    update({ noting: false, position_s });
    takeSound();
    asked = speaking;
    if (speaking) void start();
  }

  /** @returns {Promise<boolean>} false: the browser wants a tap first */
  function start() {
    // Synchronous, inside the tap: WebKit refuses a play() that comes later (its autoplay policy).
    return audio.play().then(
      () => true,
      (error) => {
        if (error.name !== "NotAllowedError") return true;
        asked = false;
        update({ status: "paused", waiting: false });
        return false;
      },
    );
  }

  /** The element goes back to its stop, where it was. */
  function endHush() {
    if (!hushed) return;
    hushed = false;
    if (state.stop) takeSound();
  }

  function expectSound() {
    clearTimeout(waitTimer);
    waitTimer = setTimeout(
      () => asked && audio.readyState < 3 && update({ waiting: true }),
      WAIT_MS,
    );
  }

  async function fail() {
    wanted_s = state.noting ? 0 : state.position_s;
    if (audio.error?.code !== MediaError.MEDIA_ERR_NETWORK && useNextSource()) {
      if (asked) void start();
      return;
    }
    const failed = audio.error;
    const reached = await reaches(audio.src);
    if (audio.error !== failed) return; // another sound, or another try, has begun meanwhile
    clearTimeout(waitTimer);
    update({
      status: "failed",
      waiting: false,
      trouble: reached ? "broken_sound" : "no_signal_sound",
    });
  }

  const position = () =>
    state.noting ? state.position_s : (wanted_s ?? audio.currentTime);
  const learnLength = () =>
    Number.isFinite(audio.duration) &&
    !state.noting &&
    update({ duration_s: audio.duration });
  /** @type {Record<string, () => void>} */
  const heard = {
    loadedmetadata() {
      if (wanted_s) audio.currentTime = wanted_s; // a seek to 0 would only delay the sound
      wanted_s = null;
      learnLength();
    },
    durationchange: learnLength,
    play() {
      update({ status: "playing", trouble: null });
      expectSound();
    },
    playing() {
      unlocked = true;
      clearTimeout(waitTimer);
      update({ status: "playing", waiting: false, trouble: null });
    },
    waiting: expectSound,
    pause() {
      clearTimeout(waitTimer);
      const handedOver = state.noting && audio.ended;
      if (state.status === "failed" || resting || handedOver) return;
      update({
        status: audio.ended ? "ended" : "paused",
        waiting: false,
        position_s: position(),
      });
    },
    timeupdate: () =>
      update({
        position_s: position(),
        waiting: state.waiting && audio.readyState < 3,
      }),
    seeked: () => update({ position_s: position() }),
    ended() {
      if (state.noting) return endNote(state.position_s, true);
      asked = false;
      update({ status: "ended", position_s: state.duration_s, waiting: false });
    },
    ratechange() {
      if (paced === null && audio.playbackRate !== state.rate)
        update({ rate: audio.playbackRate });
    },
    error: () => void fail(),
  };
  for (const [name, listener] of Object.entries(heard))
    audio.addEventListener(name, () => {
      if (!hushed) listener();
      else if (name === "ended" || name === "error") endHush();
    });

  const player = {
    get state() {
      return /** @type {Readonly<PlayerState>} */ (state);
    },
    /** The element's own clock: finer than the state's, for the moving text. */
    get now_s() {
      return position();
    },
    /**
     * Calls back now and at every change, until the returned function is called.
     *
     * @param {import("./model.js").Watcher} watcher
     */
    watch(watcher) {
      watchers.add(watcher);
      watcher(state);
      return () => void watchers.delete(watcher);
    },
    /**
     * Takes a stop in place of the one before, silent, at a position.
     *
     * @param {PlayerStop} stop
     * @param {number} [position_s]
     * @param {{noted?: boolean}} [how] noted: its note is to be heard first, if it has one
     */
    load(stop, position_s = 0, { noted = false } = {}) {
      hushed = resting = false;
      if (!audio.paused) audio.pause();
      asked = false;
      update({
        stop,
        noting: noted && Boolean(stop.note),
        status: "paused",
        waiting: false,
        trouble: null,
        position_s,
        duration_s: stop.duration_s,
      });
      audio.preload = "metadata";
      takeSound();
    },
    /**
     * Must be called inside the visitor's tap the first time.
     *
     * @returns {Promise<boolean>} false: the browser wants a tap first
     */
    play() {
      if (!state.stop) return Promise.resolve(true);
      endHush();
      resting = false;
      asked = true;
      if (state.status === "failed") takeSound();
      if (state.status === "ended") player.seek(0);
      return start();
    },
    pause() {
      asked = false;
      if (resting) update({ status: "paused" });
      resting = false;
      audio.pause();
    },
    /** Keeps still for a moment between two sentences of a group; `play` goes on. */
    rest() {
      resting = true;
      audio.pause();
    },
    /**
     * Hands the player to a group, at its pace, or back to the visitor, at theirs.
     *
     * @param {number | null} pace playback rate; null: the visitor's own again
     */
    lead(pace) {
      paced = pace;
      if (audio.playbackRate !== (pace ?? state.rate))
        audio.playbackRate = pace ?? state.rate;
      if (state.led !== (pace !== null)) update({ led: pace !== null });
    },
    /**
     * Inside a tap, plays a silent clip on the one element: from then on it may speak without a tap
     * (WebKit allows this to the same element only). Nothing is heard and no state changes.
     *
     * @param {string} silence address of a real clip; an empty one unlocks nothing
     */
    unlock(silence) {
      if (unlocked || hushed || !audio.paused) return;
      wanted_s = position();
      hushed = true;
      audio.src = silence;
      audio.play().then(() => (unlocked = true), endHush);
    },
    /** The visitor needs no more of the note. */
    skipNote() {
      if (state.noting) endNote(state.position_s, state.status === "playing");
    },
    toggle() {
      if (state.status === "playing") player.pause();
      else void player.play();
    },
    /** @param {number} position_s */
    seek(position_s) {
      endHush();
      const target = Math.min(
        Math.max(position_s, 0),
        state.duration_s || position_s,
      );
      if (state.noting) return endNote(target, state.status === "playing");
      if (audio.readyState > 0) audio.currentTime = target;
      else wanted_s = target;
      update({
        position_s: target,
        status: state.status === "ended" ? "paused" : state.status,
      });
    },
    /** @param {number} seconds */
    skip(seconds) {
      if (state.noting && seconds < 0) audio.currentTime = 0;
      else if (state.noting) player.skipNote();
      else player.seek(position() + seconds);
    },
    /** @param {number} rate */
    setRate(rate) {
      audio.defaultPlaybackRate = rate;
      audio.playbackRate = rate;
      update({ rate });
    },
    /** Puts the player away: no stop, no sound. */
    clear() {
      asked = hushed = false;
      audio.pause();
      audio.removeAttribute("src");
      audio.load();
      update({
        stop: null,
        status: "idle",
        noting: false,
        waiting: false,
        trouble: null,
        position_s: 0,
        duration_s: 0,
      });
    },
  };
  return player;
}

/** @typedef {ReturnType<typeof createPlayer>} Player */
