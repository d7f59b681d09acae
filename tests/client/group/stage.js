/**
 * A phone without a browser: time that a test moves, a player and a sound card that write down what
 * would be heard.
 */

/** Five sentences of four seconds, half a second between them. */
export const CUES = Array.from({ length: 5 }, (_, place) => ({
  paragraph: 0,
  start: 0.3 + place * 4.5,
  end: 4.3 + place * 4.5,
  text: "",
}));

export const STOP = {
  id: "gate",
  cues: CUES,
  duration_s: 24,
  sources: [],
};

/** The state in which these sentences are beats of a group's walk. */
export function walkingState(more = {}) {
  return {
    seq: 1,
    phase: "playing",
    stop: "gate",
    code: "1",
    from_beat: 0,
    at_ms: 0,
    hold_before_beat: null,
    silence_from_ms: null,
    silence_until_ms: null,
    gather: null,
    languages: ["en"],
    beats: CUES.map((_, place) => ({
      paragraph: 0,
      sentence: place,
      at_s: place * 4.5,
    })),
    length_s: 22.3,
    ...more,
  };
}

/** What the server makes of a pause that is pressed at a second of the line. */
export function heldState(pressed_s) {
  const { beats } = walkingState();
  const running = beats.findLastIndex(({ at_s }) => at_s <= pressed_s + 1.2);
  return walkingState({
    seq: 2,
    phase: "holding",
    hold_before_beat: running + 1,
  });
}

/**
 * Puts these in the browser's place. @param {Record<string, unknown>} globals
 * @returns {() => void} takes them away
 */
export function standIn(globals) {
  for (const [name, value] of Object.entries(globals))
    Object.defineProperty(globalThis, name, { value, configurable: true });
  return () => {
    for (const name of Object.keys(globals)) delete globalThis[name];
  };
}

/** Time stands until the test moves it. @param {import("node:test").TestContext} t */
export function holdTime(t) {
  t.mock.timers.enable({ apis: ["setTimeout", "setInterval", "Date"], now: 0 });
  t.mock.method(performance, "now", () => Date.now());
  return {
    /** Lets so many ms pass; what waits for an answer gets its turn. */
    async pass(ms, step = 20) {
      for (let gone = 0; gone < ms; gone += step) {
        t.mock.timers.tick(Math.min(step, ms - gone));
        for (let turn = 0; turn < 4; turn++)
          await new Promise((resolve) => setImmediate(resolve));
      }
    },
    tick: (ms) => t.mock.timers.tick(ms),
  };
}

/**
 * A player with its element; `fell` are the seconds of the clip at which it fell silent.
 *
 * @param {{warm_ms?: number, fresh_ms?: () => number, coarse_s?: number, dropped_s?: number}} [output] How
 *   long its clock stands when it plays on, and after a jump; in what steps it is told; and how much is
 *   dropped, unseen, where stretching begins and when it goes back to a rate of exactly 1, as in Firefox.
 */
export function makePlayer({
  warm_ms = 0,
  fresh_ms = () => 0,
  coarse_s = 0,
  dropped_s = 0,
} = {}) {
  const fell = [];
  const jumps = [];
  let base = 0;
  let since = 0;
  let rate = 1;
  let fresh = true;
  let lost_s = 0;
  let changes = 0;
  const audio = {
    ...(dropped_s ? { mozCaptureStream() {} } : {}),
    paused: true,
    seeking: false,
    readyState: 4,
    preload: "",
    get playbackRate() {
      return rate;
    },
  };
  const exactly = () =>
    audio.paused
      ? base
      : base + (Math.max(0, Date.now() - since) / 1000) * rate;
  const settle = (at = exactly()) => {
    base = at;
    since = Math.max(Date.now(), since);
  };
  const stand = () => {
    since = Date.now() + (fresh ? fresh_ms() : warm_ms);
    if (fresh) lost_s = rate === 1 ? 0 : dropped_s;
    fresh = false;
  };
  let status = "idle";
  let stop = null;
  function silence(next) {
    if (!audio.paused) {
      settle();
      fell.push(base);
    }
    audio.paused = true;
    status = next;
  }
  const player = {
    get state() {
      return { stop, status, duration_s: STOP.duration_s, trouble: null };
    },
    get now_s() {
      const at = exactly();
      return coarse_s ? Math.floor(at / coarse_s) * coarse_s : at;
    },
    /** What is heard, which the clock may not know. */
    get heard_s() {
      return exactly() + lost_s;
    },
    get changes() {
      return changes;
    },
    load(next, at) {
      silence("paused");
      stop = next;
      fresh = true;
      settle(at);
    },
    play() {
      if (audio.paused) {
        settle();
        stand();
      }
      audio.paused = false;
      status = "playing";
    },
    pause: () => silence("paused"),
    rest: () => silence("playing"),
    seek(at) {
      jumps.push(Date.now());
      settle(at);
      fresh = true;
      if (!audio.paused) stand();
    },
    lead(next) {
      settle();
      const now = next ?? 1;
      if (!audio.paused && now !== rate) changes++;
      if (!audio.paused && now === 1 && rate !== 1) lost_s += dropped_s;
      rate = now;
    },
  };
  return { player, audio, fell, jumps };
}

/**
 * A sound card; `pieces` are what is set on it: when it sounds, and which part of the clip.
 *
 * @param {import("node:test").TestContext} t
 * @param {() => number} [wrong_s] by how much it errs in what it tells of its way to the ear
 */
export function makeCard(t, wrong_s = () => 0) {
  const pieces = [];
  /** What goes to the card all the time. @type {number[]} */
  const awake = [];
  class Gain {
    gain = { setValueAtTime() {}, linearRampToValueAtTime() {} };
    connect(next) {
      return next;
    }
  }
  class Source extends Gain {
    start(when, offset, duration) {
      this.piece = { begin: when, end: when + duration, offset };
      pieces.push(this.piece);
    }
    stop(when = Date.now() / 1000) {
      const { begin, end } = this.piece;
      this.piece.end = Math.min(end, Math.max(when, begin));
    }
  }
  class Constant extends Gain {
    constructor(_, { offset }) {
      super();
      awake.push(offset);
    }
    start() {}
    stop() {
      awake.pop();
    }
  }
  globalThis.AudioBufferSourceNode = Source;
  globalThis.ConstantSourceNode = Constant;
  globalThis.GainNode = Gain;
  t.after(() => {
    delete globalThis.AudioBufferSourceNode;
    delete globalThis.ConstantSourceNode;
    delete globalThis.GainNode;
  });
  const context = {
    state: "running",
    destination: {},
    baseLatency: 0,
    get currentTime() {
      return Date.now() / 1000;
    },
    getOutputTimestamp: () => ({
      contextTime: Date.now() / 1000 + wrong_s() || 1e-9,
      performanceTime: Date.now() || 1e-6,
    }),
    decodeAudioData: async () => ({}),
    resume: async () => {},
    close: async () => {},
  };
  return {
    context,
    pieces,
    awake,
    /** Those that are heard at all, each with the second of the clip at which it falls silent. */
    heard: () =>
      pieces
        .filter(({ begin, end }) => end > begin + 0.001)
        .map((piece) => ({
          ...piece,
          until: piece.offset + piece.end - piece.begin,
        })),
  };
}

/** The sentence in which a second of the clip lies; null: between two. */
export const sentenceAt = (second, within = 0.03) =>
  CUES.find(
    ({ start, end }) => second > start + within && second < end - within,
  ) ?? null;
