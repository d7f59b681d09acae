/**
 * At what rate the element plays, so that its clock stays true.
 *
 * Firefox stretches time in a machine of its own, and leaves it at a rate of exactly 1: what is in the
 * machine then, about 40 ms, is dropped, while the element's clock counts it as heard. Every correction
 * would take the voice that much further ahead, unseen. So it stays in the machine.
 * Measured in Firefox ESR 153 by recording: 120 ms ahead after three corrections, 360 ms after eight.
 */
const ALMOST_ONE = 1.0001;

/**
 * @param {import("../player/store.js").Player} player
 * @param {HTMLAudioElement} audio
 */
export function createPace(player, audio) {
  const one = "mozCaptureStream" in audio ? ALMOST_ONE : 1;
  /** @param {number | null} rate null: the visitor's own again */
  return (rate) => player.lead(rate === 1 ? one : rate);
}
