/**
 * Follows the group's line of time to the sample, for phones that are heard together in one room: each
 * beat is a piece of the decoded clip that is set on the sound card's own clock, and a piece that has
 * drifted is replaced by one in the right place under a short cross-fade.
 *
 * The pitch would change with the rate, so the rate stays 1: a shorter sentence is followed by silence.
 */
import { createClips } from "./clips.js";
import { sentenceEnd } from "./follow.js";
import { createHeardClock } from "./heard-clock.js";

const AHEAD_S = 0.8;
const FADE_S = 0.03;
const EDGE_S = 0.004;
const DRIFT_S = 0.003;
const LATE_START_S = 0.03;
const SAME_LINE_S = 0.05;

/**
 * @typedef {object} Piece
 * @property {AudioBufferSourceNode} node
 * @property {GainNode} gain
 * @property {number} zero time of the sound card at which second 0 of the line lies for it
 * @property {number} begin time of the sound card at which it begins
 * @property {number} offset second of the clip with which it begins
 * @property {number} end time of the sound card at which it ends
 *
 * @param {AudioContext} context running already: it was made in the visitor's tap
 * @param {(url: string) => Promise<ArrayBuffer>} fetchClip
 * @param {(stopId: string) => string | null} addressOf
 */
export function createWaveSound(context, fetchClip, addressOf) {
  const heard = createHeardClock(context);
  /** @type {Map<import("./follow.js").Slot, Piece>} */
  const pieces = new Map();
  /** Pieces of what the group has gone on from, on their way to their sentence's end. @type {Piece[]} */
  let tails = [];
  /** @type {readonly import("./follow.js").Cue[]} */
  let cues = [];
  /** @type {import("./follow.js").Slot[]} */
  let slots = [];
  let begin_s = NaN;
  const clips = createClips(context, fetchClip);
  let present = "";
  let off_s = 0;

  /** @param {Piece} piece @param {number} from time of the sound card */
  function fadeOut(piece, from) {
    const end = from + FADE_S;
    if (end >= piece.end) return; // it ends by itself
    piece.end = end;
    piece.gain.gain.setValueAtTime(1, from);
    piece.gain.gain.linearRampToValueAtTime(0, end);
    piece.node.stop(end);
  }

  function silence() {
    const from = context.currentTime;
    for (const piece of [...pieces.values(), ...tails]) fadeOut(piece, from);
    pieces.clear();
    tails = [];
    off_s = 0;
  }

  /**
   * Lets a piece go: what has not begun never begins, what is spoken now comes to its sentence's end.
   *
   * @param {import("./follow.js").Slot} slot
   * @param {Piece} piece
   * @param {number} until time of the sound card at which something else begins
   */
  function release(slot, piece, until) {
    const now = context.currentTime;
    pieces.delete(slot);
    if (piece.begin > now) return piece.node.stop();
    const second = piece.offset + now - piece.begin;
    const spoken_s = sentenceEnd(cues, second) - second;
    fadeOut(piece, Math.min(now + spoken_s, until));
    tails = [...tails, piece].filter((tail) => tail.end > now);
  }

  /**
   * Another line: what sounds the same on it is kept, the rest is let go.
   *
   * @param {import("./element-sound.js").Line} line
   * @param {number} zero
   */
  function takeLine({ slots: next, span }, zero) {
    const begins = Math.max(zero + span.begin_s, context.currentTime);
    for (const [slot, piece] of [...pieces]) {
      const same = next.find(
        ({ at_s, clip }) => at_s === slot.at_s && clip === slot.clip,
      );
      if (same && Math.abs(piece.zero - zero) < SAME_LINE_S) {
        pieces.delete(slot);
        pieces.set(same, piece);
      } else release(slot, piece, begins);
    }
    for (const tail of tails) fadeOut(tail, begins);
    slots = next;
    begin_s = span.begin_s;
  }

  /** @param {number} end_s of the line: what lies behind it is not to be heard */
  function stopAt(end_s) {
    for (const [slot, piece] of [...pieces])
      if (slot.at_s > end_s - EDGE_S) release(slot, piece, Infinity);
  }

  /**
   * @param {import("./follow.js").Slot} slot
   * @param {number} zero
   * @param {number} from not before this time of the sound card
   */
  function play(slot, zero, from) {
    const buffer = clips.of(present);
    const begin = Math.max(zero + slot.at_s - EDGE_S, from);
    const end = zero + slot.at_s + (slot.clipSilent - slot.clip) + EDGE_S;
    if (end <= begin) return;
    const late = begin > zero + slot.at_s;
    const node = new AudioBufferSourceNode(context, { buffer });
    const gain = new GainNode(context, { gain: 0 });
    node.connect(gain).connect(context.destination);
    gain.gain.setValueAtTime(0, begin);
    gain.gain.linearRampToValueAtTime(1, begin + (late ? FADE_S : EDGE_S));
    node.start(begin, slot.clip + (begin - zero - slot.at_s), end - begin);
    const offset = slot.clip + (begin - zero - slot.at_s);
    pieces.set(slot, { node, gain, zero, begin, offset, end });
  }

  /** @param {import("./element-sound.js").Line} line @param {number} t_s @param {number} now */
  function schedule({ slots: all, span }, t_s, now) {
    const zero = now - t_s;
    for (const slot of all) {
      const ends = slot.at_s + slot.clipSilent - slot.clip;
      if (ends < t_s || slot.at_s > t_s + AHEAD_S) continue;
      if (slot.at_s < span.begin_s - EDGE_S || slot.at_s > span.end_s - EDGE_S)
        continue;
      const piece = pieces.get(slot);
      if (!piece) play(slot, zero, context.currentTime + LATE_START_S);
      else correct(slot, piece, zero);
    }
    for (const [slot] of pieces)
      if (slot.at_s + slot.clipSilent - slot.clip < t_s - 1)
        pieces.delete(slot);
  }

  /**
   * @param {import("./follow.js").Slot} slot
   * @param {Piece} piece
   * @param {number} zero
   */
  function correct(slot, piece, zero) {
    off_s = zero - piece.zero; // it began too early by so much
    if (Math.abs(off_s) < DRIFT_S) return;
    const from = context.currentTime + LATE_START_S;
    if (zero + slot.at_s > from + FADE_S && piece.zero + slot.at_s > from) {
      piece.node.stop(); // not begun yet
    } else fadeOut(piece, from);
    play(slot, zero, from);
  }

  return {
    get off_s() {
      return off_s;
    },
    get stopped() {
      return context.state !== "running";
    },
    /** Whether a piece is on its way to the ear at this moment. */
    get sounding() {
      const now = context.currentTime;
      return (
        context.state === "running" &&
        [...pieces.values(), ...tails].some(
          ({ begin, end }) => begin <= now && now < end,
        )
      );
    },
    /** The sound of the present stop does not come, or cannot be decoded. */
    get trouble() {
      return clips.failed(present) ? "no_sound" : null;
    },
    /** @param {import("./element-sound.js").Line} line */
    tick(line) {
      const url = addressOf(line.sound.id) ?? "";
      if (url !== present) {
        silence();
        present = url;
      }
      if (url) clips.want(url);
      cues = line.sound.cues;
      const t_s = line.at();
      if (line.slots !== slots || line.span.begin_s !== begin_s)
        takeLine(line, heard.now() - t_s);
      stopAt(line.span.end_s);
      if (!clips.of(present) || context.state !== "running") return;
      if (t_s >= line.span.end_s) return;
      schedule(line, t_s, heard.now());
    },
    /** Sets the coming stop ready. @param {string | null} stopId */
    prepare(stopId) {
      const url = stopId && addressOf(stopId);
      if (!url) return;
      clips.keepOnly([url, present]);
      clips.want(url);
    },
    /** The group stands: silence, at the end of the sentence that is spoken here. */
    hold() {
      stopAt(-Infinity);
      off_s = 0;
    },
    /** The visitor wants no more of it: silence now. */
    hush: silence,
    allow() {
      clips.allow();
      void context.resume();
    },
    end() {
      silence();
      heard.end();
      setTimeout(() => void context.close(), FADE_S * 2000);
    },
  };
}
