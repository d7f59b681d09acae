/**
 * Follows the group's line of time with the page's one audio element: starts it on time, and keeps it in
 * step by changes of its playback rate that are not heard.
 *
 * What a play() or a jump takes until it sounds differs from phone to phone (`output-lag.js`); while the
 * element's clock stands, nothing is corrected.
 */
import { sentenceEnd, soundAt, steer } from "./follow.js";
import { createMiddle } from "./middle.js";
import { createOutputLag } from "./output-lag.js";
import { createPace } from "./pace.js";
import { createRunning } from "./running.js";

const SOON_S = 0.35;
const TINY_S = 0.02;
const SOUNDLESS_S = 0.005;
const NEAR_S = 0.25;
const STARVED_TICKS = 3;
const TAIL_S = 1.5;
const REFUSED_MS = 800;
const RETRY_MS = 4000;

/**
 * @typedef {object} Line What is followed now.
 * @property {import("../player/store.js").PlayerStop} sound
 * @property {import("./follow.js").Slot[]} slots
 * @property {import("./follow.js").Span} span
 * @property {() => number} at the present second of the line
 */

/**
 * @param {import("../player/store.js").Player} player
 * @param {HTMLAudioElement} audio
 */
export function createElementSound(player, audio) {
  const lag = createOutputLag();
  const running = createRunning();
  const middle = createMiddle();
  const { lead, ahead_s } = createPace(player, audio);
  let startedAt = -Infinity;
  let fresh = true; // the next start is that of a new stream of sound
  /** What the present start is to teach. @type {{fresh: boolean} | null} */
  let lesson = null;
  let starved = 0;
  /** @type {ReturnType<typeof setTimeout> | null} */
  let planned = null;
  /** @type {import("./follow.js").Slot[]} */
  let slots = [];
  let begin_s = 0;
  /** @type {import("../player/store.js").PlayerStop | null} */
  let loaded = null;
  let off_s = 0;
  let nudge = 0;
  let mine = false; // this follower has started the sound
  /** Where in the clip the sentence ends after which it falls silent. @type {number | null} */
  let silentAt = null;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let falling;

  function unplan() {
    if (planned !== null) clearTimeout(planned);
    planned = null;
  }

  function speakOn() {
    clearTimeout(falling);
    silentAt = null;
  }

  /** Falls silent where the sentence ends that is spoken now: never in mid-word. @param {() => void} fall */
  function fallSilent(fall) {
    clearTimeout(falling);
    silentAt ??= sentenceEnd(loaded?.cues ?? [], player.now_s);
    const left_s = (silentAt - player.now_s) / audio.playbackRate;
    if (!audio.paused && left_s > SOUNDLESS_S)
      falling = setTimeout(() => fallSilent(fall), left_s * 1000);
    else {
      silentAt = null;
      fall();
    }
  }

  /** A sound that did not come is not asked for at every tick. */
  const failedLately = () =>
    player.state.status === "failed" &&
    performance.now() - startedAt < RETRY_MS;

  /** What is left is the file's own silence: it ends by itself. */
  const endsSoon = () => player.state.duration_s - player.now_s < TAIL_S;

  /** @param {number} clip_s */
  function put(clip_s) {
    if (Math.abs(player.now_s - clip_s) <= TINY_S) return;
    player.seek(clip_s);
    fresh = true;
  }

  function begun() {
    running.begin();
    middle.forget();
    lesson = { fresh };
    fresh = false;
    startedAt = performance.now();
  }

  function start() {
    speakOn();
    mine = true;
    nudge = 0;
    begun();
    player.play();
  }

  /** How much further it stands in a pause than where it is to go on; null: not in that pause. */
  function standsOff(/** @type {number} */ clip_s) {
    const off = player.now_s - clip_s;
    const inPause =
      sentenceEnd(loaded?.cues ?? [], player.now_s) === player.now_s;
    return Math.abs(off) < NEAR_S && inPause ? off : null;
  }

  /** @param {Line} line @param {import("./follow.js").Sounding} wanted */
  function rest({ slots, span, at }, wanted) {
    if (wanted.over && endsSoon()) return;
    if (!audio.paused) fallSilent(() => player.rest());
    if (wanted.over) return unplan();
    if (audio.paused) {
      if (standsOff(wanted.clip_s) === null) put(wanted.clip_s);
      lead(1);
    }
    // A jump costs more than to begin a little later or earlier.
    const off = audio.paused ? player.now_s - wanted.clip_s : 0;
    const takes_s = lag.takes(fresh);
    const left_s = wanted.wait_s + off - takes_s;
    if (planned !== null || left_s > SOON_S) return;
    planned = setTimeout(
      () => {
        const now = soundAt(slots, at() + takes_s, span);
        planned = null;
        if (!now || now.over) return;
        if (!audio.paused) put(now.clip_s); // an earlier sentence was still being spoken
        start();
      },
      Math.max(0, left_s) * 1000,
    );
  }

  /** In the midst of it: a late joiner, or a phone that fell silent. @param {Line} line */
  function enter({ slots, span, at }) {
    if (planned !== null || failedLately()) return;
    const wanted = soundAt(slots, at() + lag.takes(true), span);
    if (!wanted || wanted.wait_s > 0) return;
    put(wanted.clip_s);
    lead(wanted.rate);
    start();
  }

  /** Whether the element's clock says anything. @param {import("./follow.js").Sounding} wanted */
  function isRunning(wanted) {
    const starves = !audio.seeking && audio.readyState < 3;
    starved = starves ? starved + 1 : 0;
    if (starved >= STARVED_TICKS) lesson = null; // that was the network
    if (starves || audio.seeking) running.begin();
    else running.look(player.now_s, audio.playbackRate);
    if (!running.runs) lead(wanted.rate);
    return running.runs || (running.givenUp && !starves);
  }

  /** @param {Line} line @param {import("./follow.js").Sounding} wanted */
  function keepStep({ slots, span, at }, wanted) {
    speakOn();
    const runs = isRunning(wanted);
    off_s = player.now_s + ahead_s - wanted.clip_s;
    if (!runs) return;
    if (lesson) lag.learn(lesson.fresh, off_s);
    lesson = null;
    const pace = steer(middle.of(off_s), wanted, nudge, lag.patience);
    nudge = pace?.nudge ?? 0;
    if (pace) return lead(pace.rate);
    const there = soundAt(slots, at() + lag.takes(true), span);
    if (there) player.seek(there.clip_s);
    lag.jumped();
    fresh = true;
    begun();
    lead(wanted.rate);
  }

  return {
    /** s by which the sound is ahead; behind, below 0. */
    get off_s() {
      return off_s;
    },
    /** Whether the clip runs. A pause between two sentences is none of its own. */
    get sounding() {
      return !audio.paused && !audio.seeking && running.runs;
    },
    get trouble() {
      return player.state.trouble;
    },
    /** Whether the visitor's browser or the visitor has ended the sound against the group. */
    get stopped() {
      return (
        mine &&
        performance.now() - startedAt > REFUSED_MS &&
        ["paused", "idle"].includes(player.state.status)
      );
    },
    /** Whether the visitor has put another stop into the player. */
    get taken() {
      return loaded !== null && player.state.stop !== loaded;
    },
    /** @param {Line} line called ten times a second */
    tick(line) {
      if (loaded !== line.sound) {
        unplan();
        speakOn();
        mine = false;
        loaded = line.sound;
        const first = soundAt(line.slots, line.at(), line.span);
        player.load(line.sound, first?.clip_s ?? 0);
        fresh = true;
        audio.preload = "auto";
        lead(1);
      }
      if (line.slots !== slots || line.span.begin_s !== begin_s) unplan();
      slots = line.slots;
      begin_s = line.span.begin_s;
      const wanted = soundAt(line.slots, line.at(), line.span);
      if (!wanted) return this.hold();
      if (wanted.wait_s > 0) rest(line, wanted);
      else if (audio.paused) enter(line);
      else keepStep(line, wanted);
    },
    /** The group stands: silence, at the end of the sentence that is spoken here. */
    hold() {
      unplan();
      off_s = 0;
      if (!mine || player.state.status !== "playing" || endsSoon())
        mine = false;
      else
        fallSilent(() => {
          mine = false;
          player.pause();
        });
    },
    /** The visitor wants no more of it: silence now. */
    hush() {
      unplan();
      speakOn();
      off_s = 0;
      if (mine && player.state.status === "playing") player.pause();
      mine = false;
    },
    /** The visitor's tap: the sound may go on here. */
    allow() {
      mine = false;
    },
    end() {
      unplan();
      speakOn();
      lead(null);
    },
  };
}
