/**
 * At what rate the element plays, and how much further it is heard than its clock says.
 *
 * Firefox stretches time in a machine of its own, and leaves it at a rate of exactly 1: what is in the
 * machine then, about 45 ms, is dropped, while the element's clock counts it as heard. Every correction
 * would take the voice that much further ahead, unseen. So it stays in the machine; what that drops where
 * it begins is known. Measured in Firefox ESR 153 by recording: 121 ms ahead of Chromium after three
 * corrections, 363 ms after eight; always in the machine, 35 to 45 ms.
 */
const ALMOST_ONE = 1.0001;
const DROPPED_S = 0.04;

/**
 * @param {import("../player/store.js").Player} player
 * @param {HTMLAudioElement} audio
 */
export function createPace(player, audio) {
  const drops = "mozCaptureStream" in audio;
  return {
    /** @param {number | null} rate null: the visitor's own again */
    lead: (rate) => player.lead(drops && rate === 1 ? ALMOST_ONE : rate),
    /** s by which what is heard is ahead of the clock. */
    ahead_s: drops ? DROPPED_S : 0,
  };
}
