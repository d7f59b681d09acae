/**
 * The walk from home beside the pages: it goes on, and falls asleep when it was asked to, while the
 * listener reads another page. The page of the walk shows it and hands it what is pressed.
 */
import { isTold, setTold } from "../player/told.js";
import { cueAt } from "../pure/cues.js";
import { chapterAfter, stepTo } from "./order.js";
import { createSleep } from "./sleep.js";

/**
 * @typedef {import("../player/model.js").PlayerStop} PlayerStop
 * @typedef {import("./order.js").Chapter} Chapter
 * @typedef {import("./order.js").Notes} Notes
 *
 * @typedef {object} Part A chapter and what the player needs of it.
 * @property {Chapter} chapter
 * @property {PlayerStop | null} stop
 *
 * @typedef {object} View What is shown of the walk while its page is open.
 * @property {(place: number) => void} show marks the chapter
 * @property {(place: number) => void} ask shows the question about a note; -1: none
 * @property {(place: number) => void} toTop
 * @property {(now: {status: string, stop: PlayerStop | null, position_s: number}) => void} label
 * @property {() => void} slept
 *
 * @param {object} given
 * @param {Pick<import("../player/store.js").Player, "state" | "watch" | "load" | "play" | "pause" | "seek">} given.player
 * @param {import("../storage.js").Memory} given.briefly
 * @param {() => number} given.now milliseconds
 * @param {(key: string) => void} given.tell says one of the interface's texts
 */
export function createListening({ player, briefly, now, tell }) {
  /** @type {Part[]} */
  let parts = [];
  let path = "";
  /** @type {View | null} */
  let view = null;
  /** @type {Notes} */
  let notes = "ask";
  /** @type {{place: number, position_s: number, asked: boolean} | null} where it goes on when told to */
  let waiting = null;
  let on = -1; // the chapter that is in the player
  let before = player.state.status;
  const sleep = createSleep(now);

  /** @param {string} id */
  const known = (id) => isTold(briefly, id);
  const chapters = () => parts.map(({ chapter }) => chapter);

  /** @param {number} place @param {boolean} [named] */
  const step = (place, named) => {
    const { chapter } = parts[place];
    return stepTo(chapter, notes, known(chapter.id), named);
  };

  /**
   * @param {number} place
   * @param {{position_s?: number, play?: boolean, noted?: boolean}} [how] noted: its note is heard first
   */
  function take(place, { position_s = 0, play = true, noted = false } = {}) {
    const { stop } = parts[place];
    if (!stop) return;
    drop();
    on = place;
    player.load(stop, position_s, { noted });
    view?.show(place);
    if (play && position_s === 0) view?.toTop(place);
    if (play) void player.play();
  }

  function drop() {
    waiting = null;
    view?.ask(-1);
  }

  /** @param {number} place @param {number} position_s */
  function ask(place, position_s) {
    player.pause();
    waiting = { place, position_s, asked: true };
    tell(view ? "listen_asks" : "listen_note_waits");
    view?.show(place);
    view?.ask(place);
  }

  /** @param {number} place */
  const after = (place) => chapterAfter(chapters(), place, notes, known);

  /** In the same turn as the end of the stop before: a locked phone gives no other. @param {number} place */
  function goOn(place) {
    const next = after(place);
    if (next?.step === "ask") ask(next.place, 0);
    else if (next) take(next.place, { noted: next.step === "note" });
  }

  /** @param {number} place */
  function leaveOut(place) {
    drop();
    goOn(place);
  }

  /**
   * To a chapter, from a place in it.
   *
   * @param {number} place
   * @param {{position_s?: number, named?: boolean}} [how]
   */
  function goTo(place, { position_s = 0, named = false } = {}) {
    const how = step(place, named);
    if (how === "ask") ask(place, position_s);
    else if (how !== "pass") take(place, { position_s, noted: how === "note" });
    else if (parts[place].chapter.sounding) leaveOut(place);
    else view?.toTop(place);
  }

  /** Where the player is: on this walk, also when the page of the same stop took it over. */
  function whereabouts() {
    const { stop } = player.state;
    if (stop && stop.url === path)
      return parts.findIndex(({ chapter }) => chapter.id === stop.id);
    return stop && stop.id === parts[on]?.chapter.id ? on : -1;
  }

  /** @param {Readonly<import("../player/model.js").PlayerState>} state */
  function follow(state) {
    const { status, stop, position_s } = state;
    const was = before;
    before = status;
    if (state.led) return;
    on = whereabouts();
    if (status === "playing" && was !== "playing") {
      if (waiting) drop();
      if (on >= 0) view?.show(on);
    }
    label();
    const over = status === "ended" && was !== "ended";
    if (over && sleep.endsHere) rest();
    else if (over && on >= 0) {
      if (stop?.lang === parts[on].stop?.lang) goOn(on);
      else tell("listen_left");
    }
    const spoken = cueAt(stop?.cues ?? [], position_s);
    if (status === "playing" && sleep.due(spoken)) rest();
  }

  function rest() {
    player.pause();
    sleep.set("");
    view?.slept();
    tell("listen_slept");
  }

  /** What the main button would do now. */
  function label() {
    const { status } = player.state;
    const next = status === "ended" && on >= 0 ? after(on) : null;
    const place = waiting?.place ?? next?.place ?? -1;
    const position_s = waiting?.position_s ?? 1;
    if (place >= 0)
      view?.label({ status: "paused", stop: parts[place].stop, position_s });
    else if (status === "ended")
      view?.label({ status, stop: null, position_s: 0 });
    else if (on >= 0) view?.label(player.state);
  }

  player.watch(follow);

  return {
    get on() {
      return on;
    },
    /** The chapter that waits for the listener's word; -1: none. */
    get waitsAt() {
      return waiting?.place ?? -1;
    },
    get notes() {
      return notes;
    },
    set notes(chosen) {
      notes = chosen;
    },
    sleep,
    goOn,
    goTo,
    /**
     * The page of the walk has come, in a language.
     *
     * @param {string} address its path
     * @param {Part[]} shown
     * @param {View} shows
     * @returns {() => void} it is left
     */
    enter(address, shown, shows) {
      path = address;
      parts = shown;
      view = shows;
      on = whereabouts();
      if (waiting?.asked) shows.ask(waiting.place);
      if (waiting ?? on >= 0) shows.show(waiting?.place ?? on);
      label();
      return () => {
        if (view === shows) view = null;
      };
    },
    /**
     * Silent at a place, until the listener begins: in the player only what may be heard there.
     *
     * @param {number} place
     * @param {number} position_s
     * @param {boolean} linked an address leads here, so its note is shown at once
     */
    hold(place, position_s, linked) {
      if (!parts[place].chapter.sounding || player.state.led) return;
      if (step(place, true) === "play") {
        take(place, { position_s, play: false });
        return;
      }
      player.pause();
      waiting = { place, position_s, asked: linked };
      view?.show(place);
      if (linked) view?.ask(place);
      label();
    },
    /** A sentence was chosen. @param {number} place @param {number} position_s */
    seek(place, position_s) {
      if (on !== place || waiting) goTo(place, { position_s, named: true });
      else {
        player.seek(position_s);
        void player.play();
      }
    },
    /** The listener has read the note and goes on. @returns {number} from where, in seconds */
    accept() {
      if (!waiting) return 0;
      const { place, position_s } = waiting;
      setTold(briefly, parts[place].chapter.id);
      take(place, { position_s });
      return position_s;
    },
    /** The listener leaves out what was asked about. */
    leaveOut: () => leaveOut(waiting?.place ?? on),
    /** The main button. */
    toggle() {
      const { status } = player.state;
      if (waiting) goTo(waiting.place, { position_s: waiting.position_s });
      else if (on < 0) goOn(-1);
      else if (status === "playing") player.pause();
      else if (status === "ended") goOn(after(on) ? on : -1);
      else void player.play();
    },
  };
}

/** @typedef {ReturnType<typeof createListening>} Listening */
