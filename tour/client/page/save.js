import { find } from "../dom.js";
import { megabytes } from "../pure/saving.js";
import { alone, canSave, playsOn } from "../save/home.js";
import { missingFiles, readMark } from "../save/marks.js";
import { removeTour, saveTour } from "../save/saver.js";
import { word } from "../words.js";

/** @typedef {import("../main.js").House} House */

/**
 * "Save the tour": one language on this phone, with what it weighs and how far it has come.
 *
 * @param {House} house
 * @returns {() => void}
 */
export function enterSave({ audio }) {
  const box = /** @type {HTMLElement | null} */ (find("[data-save]"));
  const state = /** @type {HTMLElement | null} */ (find("[data-save-state]"));
  if (!box || !state) return () => {};
  if (!canSave()) {
    state.textContent = word("save_cannot");
    return () => {};
  }
  const panel = createPanel(box, state);
  const leaving = new AbortController();
  const lang = document.documentElement.lang;
  const total = Number(box.dataset.bytes ?? 0);

  async function show() {
    const text = await describe(lang, panel, total);
    if (leaving.signal.aborted) return false;
    panel.busy(false);
    panel.say(...text);
    return true;
  }
  async function showPromise() {
    const promised = await navigator.storage?.persisted?.();
    if (await readMark(lang))
      panel.note(word(promised ? "save_persisted" : "save_not_persisted"));
  }

  panel.save.addEventListener("click", async () => {
    panel.busy(true);
    panel.note("");
    panel.say(word("save_going"));
    const answered = askToPersist(); // some browsers ask the visitor, who may take long
    try {
      await alone(() =>
        saveTour({
          lang,
          plays: playsOn(audio),
          watch: (progress) => panel.progress(progress, lang),
        }),
      );
      await show();
      void answered.then(showPromise);
    } catch (error) {
      if (await show()) panel.note(await reasonOf(error, lang));
    }
  });
  panel.remove.addEventListener("click", async () => {
    panel.busy(true);
    await alone(() => removeTour(lang));
    panel.note("");
    await show();
  });
  box.hidden = false;
  void show().then(showPromise);
  return () => leaving.abort();
}

/**
 * Home: whether the tour is saved, and whether it still is whole.
 *
 * @param {HTMLElement} line where it is said
 */
export async function showSaved(line) {
  const lang = document.documentElement.lang;
  const mark = await readMark(lang);
  if (!mark) return;
  const missing = await missingFiles(mark);
  line.textContent = inWords(mark, missing.length, lang).join(" ");
  line.hidden = false;
}

/**
 * @param {import("../save/marks.js").Mark} mark
 * @param {number} missing files
 * @param {string} lang
 */
function inWords({ etag, bytes, silent }, missing, lang) {
  const language = find("[data-language][aria-current]")?.textContent ?? lang;
  const size = megabytes(bytes, lang);
  if (!etag) return [word("save_partly", { count: missing, size })];
  if (missing) return [word("save_lost", { count: missing })];
  return [
    word("save_done", { size, language }),
    ...(silent ? [word("save_silent", { count: silent })] : []),
  ];
}

/**
 * What is saved, in words, and the buttons that fit.
 *
 * @param {string} lang
 * @param {ReturnType<typeof createPanel>} panel
 * @param {number} total bytes, about, as the server knows them
 * @returns {Promise<string[]>}
 */
async function describe(lang, panel, total) {
  const mark = await readMark(lang);
  const language = find("[data-language][aria-current]")?.textContent ?? lang;
  if (!mark) {
    panel.offer("save_start", false);
    return [word("save_none", { size: megabytes(total, lang), language })];
  }
  const missing = await missingFiles(mark);
  const whole = missing.length === 0 && mark.etag;
  const more = mark.silent ? "save_again" : null;
  panel.offer(whole ? more : "save_complete", true);
  return inWords(mark, missing.length, lang);
}

/**
 * @param {unknown} error
 * @param {string} lang
 */
async function reasonOf(error, lang) {
  if (/** @type {Error} */ (error).name !== "QuotaExceededError")
    return word("save_no_signal");
  const { quota = 0, usage = 0 } =
    (await navigator.storage?.estimate?.()) ?? {};
  return word("save_no_room", {
    size: megabytes(Math.max(0, quota - usage), lang),
  });
}

/** Asks the browser not to throw away what is saved. */
async function askToPersist() {
  try {
    await navigator.storage?.persist?.();
  } catch {
    // What it does is shown by `persisted()`.
  }
}

/**
 * @param {HTMLElement} box
 * @param {HTMLElement} state
 */
function createPanel(box, state) {
  const part = (/** @type {string} */ name) =>
    /** @type {HTMLElement} */ (find(`[data-save-${name}]`, box));
  const save = /** @type {HTMLButtonElement} */ (part("start"));
  const remove = /** @type {HTMLButtonElement} */ (part("remove"));
  const meter = /** @type {HTMLProgressElement} */ (part("meter"));
  const count = part("count");
  const note = part("note");
  return {
    save,
    remove,
    /** @param {boolean} on */
    busy(on) {
      if (on) save.hidden = remove.hidden = true;
      part("progress").hidden = !on;
    },
    /** @param {import("../save/saver.js").Progress} progress @param {string} lang */
    progress({ done, total }, lang) {
      meter.max = total;
      meter.value = done;
      count.textContent = word("save_progress", {
        done: megabytes(done, lang),
        total: megabytes(total, lang),
      });
    },
    /** @param {string[]} lines */
    say(...lines) {
      state.textContent = lines.join(" ");
    },
    /** @param {string} text */
    note(text) {
      note.textContent = text;
      note.hidden = text === "";
    },
    /** @param {"save_start" | "save_again" | "save_complete" | null} action @param {boolean} removable */
    offer(action, removable) {
      save.hidden = action === null;
      if (action) save.textContent = word(action);
      remove.hidden = !removable;
    },
  };
}
