/**
 * What the player holds and says.
 *
 * @typedef {object} PlayerStop A stop as the player holds it, after its page is gone too.
 * @property {string} id
 * @property {string} code
 * @property {string} title
 * @property {string} tourTitle
 * @property {string} lang
 * @property {string} url
 * @property {string | null} previous
 * @property {string | null} next
 * @property {number} duration_s
 * @property {{type: string, url: string}[]} sources
 * @property {{text: string, sources: {type: string, url: string}[]} | null} note the word of care before
 *   it, where that can be heard
 * @property {import("../pure/cues.js").Cue[]} cues
 *
 * @typedef {object} PlayerState
 * @property {PlayerStop | null} stop
 * @property {"idle" | "paused" | "playing" | "ended" | "failed"} status
 * @property {boolean} noting the stop's note is heard, or about to be; position and length are the stop's
 * @property {boolean} waiting the sound was asked for and has not come
 * @property {"no_signal_sound" | "broken_sound" | null} trouble
 * @property {number} position_s
 * @property {number} duration_s
 * @property {number} rate
 * @property {boolean} led a group's guide decides what is heard and when
 *
 * @typedef {(state: Readonly<PlayerState>) => void} Watcher
 */

export {};
