/**
 * What should sound now: the group's beats and the phone's own clip, brought onto one line of time.
 *
 * Every beat begins at the same moment in every language. A sentence that is shorter than its slot is
 * spoken a little slower, and what is then left is silence; the recorded pause before the next sentence
 * runs up to that sentence's first word.
 *
 * @typedef {object} Beat
 * @property {number} paragraph
 * @property {number | null} sentence in its paragraph; null: the paragraph as a whole
 * @property {number} at_s on the stop's common line of time
 *
 * @typedef {object} GroupState What the server says of the group; `seq` grows with every change.
 * @property {number} seq
 * @property {"waiting" | "playing" | "holding" | "gathering" | "silent" | "ended"} phase
 * @property {string | null} stop
 * @property {string} code
 * @property {Beat[]} beats
 * @property {number} length_s
 * @property {number} from_beat
 * @property {number} at_ms server time at which `from_beat` sounds
 * @property {number | null} hold_before_beat
 * @property {number | null} silence_from_ms
 * @property {number | null} silence_until_ms
 * @property {{stop: string | null, lat: number | null, lng: number | null, accuracy_m: number | null} | null} gather
 * @property {string[]} languages
 *
 * @typedef {import("../pure/cues.js").Cue} Cue
 *
 * @typedef {object} Slot One beat in the phone's own clip. `_s` on the line of time, `clip` in the file.
 * @property {number} at_s
 * @property {number} until_s
 * @property {number} rate
 * @property {number} clip where its first word begins
 * @property {number} clipSilent where its last word has ended
 * @property {number} clipNext where the next beat's first word begins
 *
 * @typedef {object} Span What of the line is to be heard.
 * @property {number} begin_s
 * @property {number} end_s
 *
 * @typedef {object} Sounding
 * @property {number} clip_s second of the clip; while resting, where it goes on
 * @property {number} rate
 * @property {boolean} silent nothing is spoken: what is corrected now is not heard
 * @property {number} wait_s rest so long before going on
 * @property {boolean} over nothing comes after
 */

/** No slower than this: below it a voice sounds drowsy. */
const SLOWEST = 0.9;
/** A recorded pause may be stretched so far; a longer one is waited out. */
const STRETCHED = 0.5;
const SAME_S = 0.001;

/**
 * The slots of a stop in one clip. Beats that the clip does not know (a saved copy of an older text) are
 * spoken with the beat before them.
 *
 * @param {{beats: readonly Beat[], length_s: number}} score
 * @param {readonly Cue[]} cues
 * @param {{stretch?: boolean}} [how] stretch: the engine can speak slower in the same pitch
 * @returns {Slot[]}
 */
export function slotsOf({ beats, length_s }, cues, { stretch = true } = {}) {
  const found = beats.flatMap(({ at_s, ...beat }) => {
    const cue = cues[cueOf(beat, cues)];
    return cue ? [{ at_s, clip: cue.start }] : [];
  });
  const known = found.filter(
    ({ clip }, place) => place === 0 || clip > found[place - 1].clip,
  );
  return known.map(({ at_s, clip }, place) => {
    const next = known[place + 1];
    const until_s = next?.at_s ?? Math.max(length_s, at_s);
    const spoken = cues.filter(
      ({ start }) => start >= clip && start < (next?.clip ?? Infinity),
    );
    const clipSilent = spoken[spoken.length - 1]?.end ?? clip;
    const clipNext = next?.clip ?? clipSilent;
    const own = clipNext - clip;
    const slot = until_s - at_s;
    const rate =
      stretch && slot > own + SAME_S ? Math.max(SLOWEST, own / slot) : 1;
    return {
      at_s,
      until_s,
      rate,
      clip,
      clipSilent,
      clipNext,
    };
  });
}

/**
 * The first cue of a beat; -1 when the clip has none.
 *
 * @param {{paragraph: number, sentence: number | null}} beat
 * @param {readonly Cue[]} cues
 */
export function cueOf({ paragraph, sentence }, cues) {
  const first = cues.findIndex((cue) => cue.paragraph === paragraph);
  if (first < 0 || sentence === null) return first;
  return cues[first + sentence]?.paragraph === paragraph
    ? first + sentence
    : -1;
}

/**
 * Where a sentence ends that is being spoken; between two it has ended already.
 *
 * @param {readonly Cue[]} cues
 * @param {number} clip_s
 */
export function sentenceEnd(cues, clip_s) {
  const spoken = cues.find(({ start, end }) => clip_s > start && clip_s < end);
  return spoken?.end ?? clip_s;
}

/**
 * What the clip does at a moment of the line; null when nothing of it is to be heard any more.
 *
 * @param {readonly Slot[]} slots
 * @param {number} t_s
 * @param {Span} span
 * @returns {Sounding | null}
 */
export function soundAt(slots, t_s, { begin_s, end_s }) {
  if (t_s >= end_s || slots.length === 0) return null;
  const place = slots.findLastIndex((slot) => slot.at_s <= t_s + 1e-9);
  const slot = slots[place];
  if (!slot || t_s < begin_s) return runUp(slots, t_s, begin_s);
  const { at_s, until_s, rate, clip, clipSilent, clipNext } = slot;
  const spoken_s = (clipSilent - clip) / rate;
  const since = t_s - at_s;
  if (since < spoken_s)
    return sounding({ clip_s: clip + since * rate, rate, silent: false });
  if (t_s >= until_s) return null;
  if (place === slots.length - 1 || until_s > end_s - SAME_S)
    return sounding({ clip_s: clipSilent, over: true, wait_s: until_s - t_s });
  const pause = clipNext - clipSilent;
  const rest = at_s + spoken_s;
  const room = until_s - rest;
  if (pause > 0 && pause / room >= STRETCHED) {
    const pace = pause / room;
    return sounding({ clip_s: clipSilent + (t_s - rest) * pace, rate: pace });
  }
  return runUp(slots, t_s, until_s);
}

/**
 * Towards a beat: rest, then the recorded pause before it.
 *
 * @param {readonly Slot[]} slots
 * @param {number} t_s
 * @param {number} begin_s
 */
function runUp(slots, t_s, begin_s) {
  const place = slots.findIndex(({ at_s }) => at_s > begin_s - SAME_S);
  const next = slots[place];
  if (!next) return null;
  const pause = next.clip - (slots[place - 1]?.clipSilent ?? 0);
  const left = next.at_s - t_s;
  const wait_s = Math.max(0, left - pause);
  return sounding({ clip_s: next.clip - Math.min(left, pause), wait_s });
}

/** @param {Partial<Sounding> & {clip_s: number}} some @returns {Sounding} */
function sounding(some) {
  return { rate: 1, silent: true, wait_s: 0, over: false, ...some };
}

/**
 * The place on the line of time.
 *
 * @param {GroupState} state
 * @param {number} server_ms
 */
export function placeOnLine({ beats, from_beat, at_ms }, server_ms) {
  return (beats[from_beat]?.at_s ?? 0) + (server_ms - at_ms) / 1000;
}

/**
 * The part of the line that a state lets be heard.
 *
 * @param {GroupState} state
 * @returns {Span}
 */
export function spanOf({ beats, length_s, from_beat, hold_before_beat }) {
  return {
    begin_s: beats[from_beat]?.at_s ?? 0,
    end_s:
      hold_before_beat === null
        ? length_s
        : (beats[hold_before_beat]?.at_s ?? length_s),
  };
}

/** @param {GroupState} state whether a part of a stop is to be heard in it, now or up to where it is held */
export function moves({ phase, stop, hold_before_beat }) {
  return stop !== null && (phase === "playing" || hold_before_beat !== null);
}

/**
 * A jump within a stop: until it comes, what is spoken now goes on. Where the group stands already,
 * nothing is waited for.
 *
 * @param {GroupState | null} before what is followed now
 * @param {GroupState} next
 * @param {number} server_ms
 * @returns {boolean}
 */
export function lingers(before, next, server_ms) {
  if (!before || before.stop !== next.stop || next.phase !== "playing")
    return false;
  const sameLine =
    before.at_ms === next.at_ms && before.from_beat === next.from_beat;
  const speaks = placeOnLine(before, server_ms) < spanOf(before).end_s;
  return speaks && !sameLine && server_ms < next.at_ms;
}

/**
 * The playback rate that brings a voice back into step without being heard. It changes seldom: browsers
 * lose some milliseconds with every change.
 *
 * @param {number} off_s how far it is ahead of where it should be
 * @param {Sounding} wanted
 * @param {number} nudge the one before: 0 while in step, below 0 while it slows down
 * @param {number} [patience] how many times as much is put up with before it jumps
 * @returns {{nudge: number, rate: number} | null} null: too far, seek
 */
export function steer(off_s, { rate, silent }, nudge, patience = 1) {
  const far = Math.abs(off_s);
  if (far > (silent ? QUIET_FAR_S : FAR_S) * patience) return null;
  const against = -Math.sign(off_s);
  let strong = GENTLE;
  if (far > STRONG_FROM_S) strong = STRONG;
  if (far > STRONGEST_FROM_S) strong = STRONGEST;
  let next = 0;
  if (far > BEGIN_S) next = against * strong;
  else if (far > END_S && Math.sign(nudge) === against) next = nudge;
  return { nudge: next, rate: Math.round(rate * (1 + next) * 1000) / 1000 };
}

const FAR_S = 0.35;
const QUIET_FAR_S = 0.25;
const STRONG_FROM_S = 0.03;
const STRONG = 0.05;
const STRONGEST_FROM_S = 0.08;
const STRONGEST = 0.1; // for two or three seconds at most, after a late start
const GENTLE = 0.025;
const BEGIN_S = 0.015;
const END_S = 0.004;
