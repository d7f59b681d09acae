import { find, make } from "../dom.js";
import { createLock } from "../walk/lock.js";
import { say, word } from "../words.js";
import { takeOf } from "./judge.js";
import { startRecording } from "./recorder.js";
import {
  fill,
  inTheTour,
  recorded,
  recordingPanel,
  sendingLine,
  shapeKey,
  takeList,
} from "./view.js";

/** @typedef {import("./view.js").ListedStop} ListedStop */
/** @typedef {import("./store.js").Shape} Shape */

const SHAPES = /** @type {const} */ (["point", "line", "polygon"]);

/**
 * @typedef {object} Needs
 * @property {string} base the address of the list
 * @property {import("./store.js").Takes} takes
 * @property {() => string} makeId
 * @property {(show: (known: import("./view.js").Known) => void) =>
 *   {ask: () => Promise<void>, leave: () => void}} followTakes
 * @property {() => string} signIn
 */

/**
 * The recording of one stop.
 *
 * @param {HTMLElement} box
 * @param {ListedStop} stop
 * @param {Needs} needs
 * @returns {() => void} leaves the page
 */
export function enterStop(box, stop, needs) {
  const { base, takes, followTakes, signIn } = needs;
  const parts = stopParts(box, stop, base);
  const following = followTakes((known) => {
    fill(parts.sending, sendingLine(known, signIn()));
    parts.summary.textContent = recorded(stop.id, known);
    parts.takes.replaceChildren(takeList(stop.id, known, drop));
  });

  /** @param {string} id @param {boolean} sent */
  async function drop(id, sent) {
    if (!sent) await takes.forget([id]);
    else {
      const answer = await fetch(`/api/v1/survey/takes/${id}`, {
        method: "DELETE",
      }).catch(() => null);
      if (!answer?.ok) say(word("survey_not_deleted"));
    }
    await following.ask();
  }

  const recording = attachRecording(parts, stop, needs, following.ask);
  return () => {
    recording.leave();
    following.leave();
  };
}

/**
 * @param {HTMLElement} box
 * @param {ListedStop} stop
 * @param {string} base
 */
function stopParts(box, stop, base) {
  const heading = /** @type {HTMLElement} */ (find("h1", box));
  heading.replaceChildren(
    make("span", { class: "number" }, stop.code),
    ` ${stop.title}`,
  );
  const sending = make("p", { class: "state", role: "status", hidden: "" });
  const how = make("p", { class: "fact" });
  const shapes = make("fieldset", { class: "shapes" });
  shapes.append(make("legend", {}, word("survey_shape")));
  for (const shape of SHAPES) {
    const input = make("input", { type: "radio", name: "shape", value: shape });
    input.checked = shape === stop.shape;
    shapes.append(make("label", {}, input, ` ${word(shapeKey(shape))}`));
  }
  const start = button("button main", "survey_start");
  const finish = button("button main", "survey_finish");
  const cancel = button("button", "survey_cancel");
  const panel = recordingPanel();
  const screen = make("p", { class: "hint" });
  const running = make(
    "div",
    { class: "running" },
    panel.element,
    screen,
    finish,
    cancel,
  );
  running.hidden = true;
  const summary = make("p", { class: "fact" });
  const list = make("div");
  box.append(
    make(
      "p",
      {},
      make("a", { class: "quiet", href: base }, word("survey_all")),
    ),
    make("p", { class: "hint" }, inTheTour(stop)),
    ...(stop.kind === "indoor"
      ? [make("p", { class: "state" }, word("survey_indoor"))]
      : []),
    sending,
    shapes,
    how,
    start,
    running,
    make("h2", {}, word("survey_recorded")),
    summary,
    list,
  );
  return {
    sending,
    how,
    shapes,
    start,
    finish,
    cancel,
    panel,
    screen,
    running,
    summary,
    takes: list,
  };
}

/** @param {string} kind @param {string} key */
function button(kind, key) {
  return make("button", { type: "button", class: kind }, word(key));
}

/**
 * @param {ReturnType<typeof stopParts>} parts
 * @param {ListedStop} stop
 * @param {Needs} needs
 * @param {() => Promise<void>} changed
 */
function attachRecording(parts, stop, { takes, makeId }, changed) {
  const { start, finish, cancel, shapes, running, panel, how, screen } = parts;
  /** @type {ReturnType<typeof startRecording> | null} */
  let recording = null;
  let release = () => {};
  const lock = createLock(() => {
    screen.textContent = word(
      lock.held ? "survey_screen_on" : "survey_screen_off",
    );
  });
  const chosen = () =>
    /** @type {Shape} */ (
      /** @type {HTMLInputElement} */ (find("input:checked", shapes)).value
    );
  const explain = () => {
    how.textContent = word(
      {
        point: "survey_how_point",
        line: "survey_how_line",
        polygon: "survey_how_polygon",
      }[chosen()],
    );
  };
  shapes.addEventListener("change", explain);
  explain();

  /** @param {boolean} on */
  function show(on) {
    running.hidden = !on;
    start.hidden = shapes.hidden = on;
    if (on) lock.take();
    else lock.release();
  }

  async function begin() {
    const shape = chosen();
    const draft = {
      stop: stop.id,
      id: makeId(),
      shape,
      begun_at: new Date().toISOString(),
      fixes: [],
    };
    try {
      await takes.keepDraft(draft); // before anybody stands in the cold for nothing
    } catch {
      say(word("survey_cannot_keep"));
      return;
    }
    /** @type {Promise<void>} */
    const over = new Promise((resolve) => {
      release = resolve;
      finish.disabled = true;
      show(true);
      recording = startRecording(draft, {
        takes,
        show(now) {
          panel.show(now, shape);
          finish.disabled = !now.verdict?.enough;
        },
        ended(take) {
          recording = null;
          show(false);
          start.focus();
          if (take) say(word("survey_kept"));
          resolve();
          void changed();
        },
        full: () => say(word("survey_not_kept")),
      });
    });
    await over;
  }

  const looked = only(stop.id, () => findInterrupted(takes, stop.id, changed));
  start.addEventListener("click", () => {
    // What was left is looked at first: it holds the same lock for a moment.
    void looked
      .then(() => only(stop.id, begin))
      .then((mine) => {
        if (!mine) say(word("survey_other_window"));
      });
  });
  finish.addEventListener("click", () => void recording?.finish());
  cancel.addEventListener("click", () => void recording?.cancel());

  return {
    leave() {
      lock.release();
      // Only then may another window, or this one when it comes back, look for what was left.
      void recording?.leave().finally(release);
    },
  };
}

/**
 * A recording that a killed browser left: a take if it is enough, else it is told.
 *
 * @param {import("./store.js").Takes} takes
 * @param {string} stop
 * @param {() => Promise<void>} changed
 */
async function findInterrupted(takes, stop, changed) {
  const draft = await takes.draft(stop).catch(() => undefined);
  if (!draft) return;
  const take = takeOf(draft);
  if (take) await takes.finish(take);
  else await takes.dropDraft(stop);
  if (draft.fixes.length)
    say(word(take ? "survey_interrupted" : "survey_interrupted_short"));
  void changed();
}

/**
 * One window records a stop at a time.
 *
 * @param {string} stop
 * @param {() => Promise<void>} work
 * @returns {Promise<boolean>} false when another window does
 */
async function only(stop, work) {
  if (!navigator.locks) {
    await work();
    return true;
  }
  const name = `tour-survey-${stop}`;
  return navigator.locks.request(name, { ifAvailable: true }, async (lock) => {
    if (lock) await work();
    return lock !== null;
  });
}
