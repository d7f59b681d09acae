/**
 * Before hard testimony the visitor is told, once in each window's life: by the note on the page, on the
 * walk's card, or heard.
 */

/** @typedef {import("../storage.js").Memory} Memory */

/** @param {string} stop */
const key = (stop) => `told.${stop}`;

/** @param {Memory} briefly @param {string} stop */
export const isTold = (briefly, stop) => briefly.get(key(stop)) === true;

/** @param {Memory} briefly @param {string} stop */
export const setTold = (briefly, stop) => briefly.set(key(stop), true);

/**
 * Who hears the stop itself knows its note, wherever it was begun.
 *
 * @param {import("./store.js").Player} player
 * @param {Memory} briefly
 */
export function keepTold(player, briefly) {
  player.watch(({ stop, status, noting }) => {
    if (!stop?.note || noting || status !== "playing") return;
    if (!isTold(briefly, stop.id)) setTold(briefly, stop.id);
  });
}
