/**
 * Walking with the tour: positions in, narration out. What the engine says is weighed here against what is
 * playing, what was heard and what the visitor wishes.
 */
import { barelyHeard, heardToday, stepFor } from "../pure/arrivals.js";
import { metresBetween } from "../pure/plan.js";
import { sentenceFor } from "../pure/walk-state.js";
import { fetchWalkWords, takeAlong, word } from "../words.js";
import { nearestOf } from "./ahead.js";
import { createAsking } from "./asking.js";
import { createAsleep } from "./asleep.js";
import { createHearing } from "./hearing.js";
import { createLock } from "./lock.js";
import { createPlan } from "./plan.js";
import { createSensor } from "./sensor.js";
import { createView } from "./view.js";

/**
 * @typedef {import("../pure/walk-plan.js").ManifestStop} ManifestStop
 * @typedef {import("../pure/arrivals.js").Arrived} Arrived
 */

/**
 * @param {import("../main.js").House} house
 * @param {import("../storage.js").Memory} memory
 * @param {HTMLElement} strip
 * @param {() => void} changed the walk began or ended
 */
export function createWalk(house, memory, strip, changed) {
  const { player, diary, briefly } = house;
  const lock = createLock(render);
  const view = createView(strip, { end, accept, choose, decline, toggle });
  const plan = createPlan();
  let on = false;
  /** @type {import("./sensor.js").Sensor | null} */
  let sensor = null;
  /** @type {string[]} */
  let started = [];
  /** @type {string[]} begun before the page was opened anew, and broken off at once */
  let brokenOff = [];
  let refused = false;
  let spoken = ""; // the language of what is said

  const isHeard = (/** @type {string} */ id) =>
    heardToday(diary.heard(id), Date.now());
  const isAutomatic = () => memory.get("automatic") !== false;
  const spoke = (/** @type {string} */ id) => !barelyHeard(diary.heard(id));
  const hearing = createHearing(house, plan, isHeard);
  const { untold } = hearing;
  const asking = createAsking({
    stop: plan.stop,
    isHeard,
    untold,
    state: () => player.state,
  });

  /**
   * @param {Record<string, string>} texts what the walk says
   * @param {string} lang their language
   */
  async function begin(texts, lang) {
    if (on) return;
    on = true;
    takeAlong(texts);
    spoken = lang;
    lock.take(); // while the tap still counts
    started = briefly.get("walk") ?? [];
    briefly.set("walk", started);
    changed();
    await prepare();
  }

  /** Learns the places in the language of the page, and begins to look where the visitor is. */
  async function prepare() {
    const { lang } = document.documentElement;
    await Promise.all([plan.learn(lang), learnWords(lang)]);
    if (on && !sensor && !plan.failed) sense();
    render();
  }

  /** @param {string} lang */
  async function learnWords(lang) {
    if (lang === spoken) return;
    try {
      takeAlong(await fetchWalkWords(lang));
      spoken = lang;
    } catch {
      // The walk speaks on in the language it has.
    }
  }

  function sense() {
    hearing.fetchNext();
    const { itself, offered } = plan.known;
    // Where no place is known there is nothing to ask of the position, nor of the battery.
    if (itself + offered === 0) return lock.release();
    brokenOff = started.filter((id) => !spoke(id));
    sensor = createSensor(
      plan,
      {
        started: started.filter(spoke),
        asleep: createAsleep(briefly, () => Date.now()),
      },
      {
        act: ({ stop, type }) => arrive({ stop, sure: type === "start" }),
        changed: look,
        passed: tellPassed,
      },
    );
    sensor.start();
  }

  function end() {
    on = false;
    sensor?.stop();
    sensor = null;
    lock.release();
    asking.clear();
    briefly.remove("walk");
    render();
    changed();
  }

  /** @param {Arrived} arrived */
  function arrive(arrived) {
    const stop = plan.stop(arrived.stop);
    if (!on || !stop) return;
    if (arrived.sure && !started.includes(stop.id)) {
      started = [...started, stop.id];
      briefly.set("walk", started);
    }
    if (player.state.led) {
      if (arrived.sure) asking.wait(arrived); // until the guide's way ends
      return;
    }
    const step = stepFor(arrived, circumstances(stop));
    if (step === "start") play(stop);
    if (step === "ask") asking.ask(stop, arrived.sure);
    if (step === "wait") {
      asking.wait(arrived);
      if (arrived.sure) void hearing.fetch(stop);
    }
    render();
  }

  /** Nothing speaks any more: what was reached meanwhile has its turn. */
  function goOn() {
    const next = asking.next((id) => sensor?.isAt(id) ?? false);
    if (next) queueMicrotask(() => arrive(next)); // when everyone knows that this one has ended
    render();
  }

  /** @param {ManifestStop} stop */
  function circumstances(stop) {
    const { state } = player;
    return {
      speaking: state.status === "playing" ? (state.stop?.id ?? null) : null,
      paused:
        brokenOff.includes(stop.id) ||
        (state.status === "paused" &&
          state.stop?.id === stop.id &&
          (state.position_s > 0 || state.noting)),
      automatic: isAutomatic(),
      ready: stop.narration.status === "ready",
      heard: isHeard(stop.id),
      untold: untold(stop) && !stop.narration.note_audio,
    };
  }

  /**
   * @param {ManifestStop} stop
   * @param {Parameters<typeof hearing.play>[1]} [how]
   */
  function play(stop, how) {
    asking.close();
    asking.forget(stop.id);
    void hearing.play(stop, how).then((allowed) => {
      if (allowed) return;
      asking.ask(stop, true);
      render();
    });
    render();
  }

  /** @param {string[]} ids */
  function tellPassed(ids) {
    const stops = plan.stops.filter(
      ({ id }) => ids.includes(id) && !(started.includes(id) && spoke(id)),
    );
    if (stops.length) asking.tellPassed(stops);
    render();
  }

  function accept() {
    const stop = plan.stop(asking.card?.stop);
    if (stop) hear(stop, true);
  }

  /** One of the others that wait. @param {string} id */
  function choose(id) {
    const stop = plan.stop(id);
    if (!stop) return;
    const silentNote = untold(stop) && !stop.narration.note_audio;
    if (!silentNote) return hear(stop, false);
    asking.ask(stop, true); // its note is read on the card
    render();
  }

  /**
   * @param {ManifestStop} stop
   * @param {boolean} told its note was on the card
   */
  function hear(stop, told) {
    if (stop.narration.status === "ready")
      return play(stop, { asked: true, told });
    asking.close();
    asking.forget(stop.id);
    void house.navigator.open(stop.page_url);
    render();
  }

  function decline() {
    asking.clear();
    render();
  }

  function toggle() {
    memory.set("automatic", !isAutomatic());
    render();
  }

  function look() {
    const before = refused;
    refused = sensor?.trouble === "denied";
    if (refused)
      lock.release(); // a bright screen would show it nothing
    else if (before) lock.take();
    const here = sensor?.newest;
    if (here) void hearing.fetch(plan.stop(nearestOf(plan.places, here)));
    render();
  }

  addEventListener("online", () => on && void prepare());

  let before = player.state;
  player.watch((state) => {
    const { status, stop, led } = state;
    const turned = status !== before.status;
    const freed = before.led && !led;
    before = state;
    if (!on || !(turned || freed)) return;
    if (stop && turned && status === "playing") {
      asking.forget(stop.id);
      brokenOff = brokenOff.filter((id) => id !== stop.id);
    }
    const over = freed ? status !== "playing" : status === "ended";
    if (over && !led) goOn();
    else render();
  });

  function facts() {
    const newest = sensor?.newest ?? null;
    return {
      trouble: plan.failed
        ? /** @type {const} */ ("no_plan")
        : (sensor?.trouble ?? null),
      fix: newest,
      away_m:
        newest && plan.manifest
          ? metresBetween(newest, plan.manifest.anchor)
          : null,
      automatic: isAutomatic(),
      ...plan.known,
    };
  }

  function render() {
    const { key, values } = sentenceFor(facts());
    view.render(
      on
        ? {
            sentence: word(key, values),
            card: asking.card,
            watching: sensor !== null && sensor.trouble !== "denied",
            lit: lock.held,
            automatic: isAutomatic(),
            indoors: plan.hasIndoors,
          }
        : null,
    );
  }

  return {
    get on() {
      return on;
    },
    begin,
    furnish: view.furnish,
    /** The page changed, and perhaps its language. */
    enter() {
      if (!on) return;
      render();
      void prepare();
    },
  };
}

/** @typedef {ReturnType<typeof createWalk>} Walk */
