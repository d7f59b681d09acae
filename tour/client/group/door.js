import { find } from "../dom.js";
import { say, word } from "../words.js";

/**
 * Group walks: their programs come only with their pages, and stay while a group is followed.
 *
 * @param {import("../main.js").House} house
 * @param {import("../storage.js").Memory} memory
 */
export function createGroupDoor(house, memory) {
  /** @type {ReturnType<typeof import("./room.js").createRoom> | null} */
  let room = null;

  /**
   * @param {HTMLElement} box
   * @param {(leave: () => void) => void} stays
   */
  async function open(box, stays) {
    try {
      if (box.dataset.desk !== undefined) {
        const { enterDesk } = await import("./desk.js");
        if (box.isConnected) stays(enterDesk(box, house));
        return;
      }
      const { createRoom } = await import("./room.js");
      room ??= createRoom(house, memory);
      if (box.isConnected) stays(room.enter(box));
    } catch {
      say(word("group_failed"));
    }
  }

  return {
    /** The page changed. @param {(leave: () => void) => void} stays takes what ends it */
    enter(stays) {
      const box = /** @type {HTMLElement | null} */ (
        find("[data-group], [data-desk]")
      );
      if (box) void open(box, stays);
      else room?.pass();
    },
  };
}
