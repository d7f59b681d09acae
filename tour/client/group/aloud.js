/**
 * Writes down what is heard past the player, as the diary does it for the player's own sound.
 *
 * @param {import("../main.js").House} house
 */
export function createAloudDiary({ diary, outbox }) {
  let stop = "";
  let finished = false;
  return {
    /**
     * @param {import("../player/store.js").PlayerStop} sound
     * @param {number} second of the clip
     * @param {boolean} over it was heard to its end
     */
    note({ id, lang }, second, over) {
      const position_s = Math.max(0, Math.round(second * 10) / 10);
      if (stop !== id) {
        if (over) return; // nothing of it was heard here
        stop = id;
        finished = false;
        diary.setLast(id);
        diary.note(id, { started: true, lang, position_s });
        outbox.record({ type: "started", stop, position_s });
      }
      if (finished || !over) return;
      finished = true;
      diary.note(id, { finished: true, lang, position_s: 0 });
      outbox.record({ type: "finished", stop, position_s });
    },
  };
}
