/**
 * The group's line of time in this phone's own clip.
 */
import { slotsOf, soundAt, spanOf } from "./follow.js";

/**
 * @typedef {import("./follow.js").GroupState} GroupState
 * @typedef {import("./element-sound.js").Line} Line
 *
 * @param {import("./own-copy.js").OwnCopy} copy
 * @param {(now: GroupState) => number} second where the line is for this phone, in s
 * @param {{stretch: boolean}} how stretch: the engine can speak slower in the same pitch
 */
export function createOwnLine(copy, second, how) {
  /** @type {{of: string, line: Line | null} | null} */
  let made = null;
  let last_s = 0;

  return {
    /** Null where this phone has no sound for it. @param {GroupState} now */
    of(now) {
      const sound = copy.of(now.stop)?.sound ?? null;
      const of = `${now.seq}|${copy.lang}|${now.stop}`;
      if (made?.of === of && made.line?.sound.id === sound?.id)
        return made.line;
      const before = made?.line;
      const slots = sound && slotsOf(now, sound.cues, how);
      const same =
        before && JSON.stringify(before.slots) === JSON.stringify(slots);
      const kept = before?.sound.url === sound?.url ? before?.sound : sound;
      const line = sound && {
        sound: /** @type {import("../player/store.js").PlayerStop} */ (kept),
        slots: same ? before.slots : (slots ?? []),
        span: spanOf(now),
        at: () => second(now),
      };
      made = { of, line };
      return line;
    },
    /** Where the clip is, or without one the line. @param {GroupState | null} now */
    second(now) {
      const line = now && made?.line;
      if (!now || !line) return now ? second(now) : 0;
      const sounding = soundAt(line.slots, line.at(), line.span);
      if (sounding) last_s = sounding.clip_s;
      return last_s; // standing, the last sentence stays lit
    },
    /** Another language is spoken. */
    forget() {
      made = null;
    },
  };
}
