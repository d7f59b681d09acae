/**
 * Walking with the tour: positions in, narration out. What the engine says is weighed here against what is
 * playing, what was heard and what the visitor wishes.
 */
import { find } from "../dom.js";
import { isTold, setTold } from "../player/told.js";
import { heardToday, stepFor, Waiting } from "../pure/arrivals.js";
import { resumeAt } from "../pure/heard.js";
import { metresBetween } from "../pure/plan.js";
import { playerStop } from "../pure/walk-plan.js";
import { sentenceFor } from "../pure/walk-state.js";
import { putAside } from "../save/aside.js";
import { word } from "../words.js";
import { createAhead, likelyNext, nearestOf } from "./ahead.js";
import { announcementOf, questionAbout, recollectionOf } from "./cards.js";
import { createLock } from "./lock.js";
import { createPlan } from "./plan.js";
import { createSensor } from "./sensor.js";
import { createView } from "./view.js";

/**
 * @typedef {import("../pure/walk-plan.js").ManifestStop} ManifestStop
 * @typedef {import("../pure/arrivals.js").Arrived} Arrived
 */

/** Pages that give way to the stop that starts; on the others the visitor is busy. */
const GIVE_WAY = ["home", "stops", "map", "stop"];

/** The page with the words comes so much later than the sound, for it keeps the phone busy. */
const SOUND_FIRST_MS = 200;

/**
 * @param {import("../main.js").House} house
 * @param {import("../storage.js").Memory} memory
 * @param {HTMLElement} strip
 * @param {() => void} changed the walk began or ended
 */
export function createWalk(house, memory, strip, changed) {
  const { player, diary, briefly } = house;
  const waiting = new Waiting();
  const lock = createLock(render);
  const view = createView(strip, { end, accept, decline, toggle });
  const probe = document.createElement("audio");
  const ahead = createAhead(putAside, (type) => probe.canPlayType(type) !== "");
  const plan = createPlan();
  let on = false;
  /** @type {import("./sensor.js").Sensor | null} */
  let sensor = null;
  /** @type {(() => import("./view.js").Card) | null} made anew in the language of each page */
  let card = null;
  /** @type {string[]} */
  let started = [];

  const renewed = (/** @type {ManifestStop} */ stop) =>
    plan.stop(stop.id) ?? stop;
  const isHeard = (/** @type {string} */ id) =>
    heardToday(diary.heard(id), Date.now());
  const isAutomatic = () => memory.get("automatic") !== false;

  async function begin() {
    if (on) return;
    on = true;
    lock.take(); // while the tap still counts
    started = briefly.get("walk") ?? [];
    briefly.set("walk", started);
    changed();
    await prepare();
  }

  /** Learns the places in the language of the page, and begins to look where the visitor is. */
  async function prepare() {
    await plan.learn(document.documentElement.lang);
    if (on && !sensor && !plan.failed) sense();
    render();
  }

  function sense() {
    fetchAhead();
    const { itself, offered } = plan.known;
    // Where no place is known there is nothing to ask of the position, nor of the battery.
    if (itself + offered === 0) return lock.release();
    sensor = createSensor(plan.places, started, {
      act: ({ stop, type }) => arrive({ stop, sure: type === "start" }),
      changed: look,
      passed: tellPassed,
    });
    sensor.start();
  }

  function end() {
    on = false;
    sensor?.stop();
    sensor = null;
    lock.release();
    waiting.take();
    card = null;
    briefly.remove("walk");
    render();
    changed();
  }

  /** @param {Arrived} arrived */
  function arrive(arrived) {
    const stop = plan.stop(arrived.stop);
    if (!on || !stop || player.state.led) return;
    if (arrived.sure && !started.includes(stop.id)) {
      started = [...started, stop.id];
      briefly.set("walk", started);
    }
    const step = stepFor(arrived, circumstances(stop));
    if (step === "start") play(stop);
    if (step === "ask") ask(stop, arrived.sure);
    if (step === "wait") wait(stop, arrived);
  }

  /** @param {ManifestStop} stop */
  function circumstances(stop) {
    const { state } = player;
    return {
      speaking: state.status === "playing" ? (state.stop?.id ?? null) : null,
      paused:
        state.status === "paused" &&
        state.stop?.id === stop.id &&
        (state.position_s > 0 || state.noting),
      automatic: isAutomatic(),
      ready: stop.narration.status === "ready",
      heard: isHeard(stop.id),
      untold: untold(stop) && !stop.narration.note_audio,
    };
  }

  const untold = (/** @type {ManifestStop} */ stop) =>
    stop.content_note !== null && !isTold(briefly, stop.id);

  /**
   * @param {ManifestStop} stop
   * @param {boolean} [asked] the visitor said yes
   */
  function play(stop, asked = false) {
    const { manifest } = plan;
    if (!manifest) return;
    performance.mark("tour-start");
    card = null;
    waiting.forget(stop.id);
    const noted = untold(stop) && !asked; // who said yes has read it on the card
    if (!noted) setTold(briefly, stop.id);
    const { state } = player;
    if (state.stop?.url !== stop.page_url || (noted && !state.noting))
      player.load(
        playerStop(manifest, stop),
        resumeAt(
          diary.heard(stop.id),
          manifest.lang,
          stop.narration.duration_s ?? 0,
        ),
        { noted },
      );
    else if (!noted) player.skipNote();
    void player.play().then((allowed) => allowed || ask(stop, true));
    setTimeout(follow, SOUND_FIRST_MS, stop.page_url, asked);
    setTimeout(fetchAhead, SOUND_FIRST_MS);
    render();
  }

  /**
   * Shows the words of what is playing.
   *
   * @param {string} url
   * @param {boolean} asked
   */
  function follow(url, asked) {
    if (player.state.stop?.url !== url) return;
    const page = find("#page")?.getAttribute("data-page") ?? "";
    if (location.pathname !== url && (asked || GIVE_WAY.includes(page)))
      void house.navigator.open(url, { quiet: true });
  }

  /**
   * @param {ManifestStop} stop
   * @param {boolean} sure
   */
  function ask(stop, sure) {
    const heard = isHeard(stop.id);
    const state = { sure, heard, untold: untold(stop) };
    put(() => questionAbout(renewed(stop), state));
  }

  /**
   * @param {ManifestStop} stop
   * @param {Arrived} arrived
   */
  function wait(stop, arrived) {
    const aside = waiting.add(arrived);
    if (waiting.next?.stop !== stop.id || !arrived.sure) return; // a guess is asked about later
    const noted = untold(stop);
    put(() =>
      announcementOf(renewed(stop), {
        untold: noted,
        aside: plan.stop(aside),
      }),
    );
    void ahead.fetch(stop);
  }

  /** @param {string[]} ids */
  function tellPassed(ids) {
    const stops = plan.stops.filter(
      ({ id }) => ids.includes(id) && !started.includes(id),
    );
    if (stops.length) put(() => recollectionOf(stops.map(renewed)));
  }

  /** @param {() => import("./view.js").Card} shown */
  function put(shown) {
    card = shown;
    render();
  }

  function accept() {
    const stop = plan.stop(card?.().stop);
    card = null;
    if (stop?.narration.status === "ready") play(stop, true);
    else if (stop) void house.navigator.open(stop.page_url);
    render();
  }

  function decline() {
    if (card) waiting.forget(card().stop);
    card = null;
    render();
  }

  function toggle() {
    memory.set("automatic", !isAutomatic());
    render();
  }

  function look() {
    if (sensor?.trouble === "denied") lock.release(); // a bright screen would show it nothing
    const here = sensor?.newest;
    if (here) void ahead.fetch(plan.stop(nearestOf(plan.places, here)));
    render();
  }

  function fetchAhead() {
    const last = player.state.stop?.id ?? diary.last()?.id ?? null;
    void ahead.fetch(likelyNext(plan.stops, last, isHeard));
  }

  addEventListener("online", () => on && void prepare());

  let before = "";
  player.watch(({ status, stop }) => {
    const turned = status !== before;
    before = status;
    if (!on || !turned || !stop) return;
    if (status === "playing") {
      waiting.forget(stop.id);
      if (card?.().stop === stop.id) card = null;
      render();
    }
    const next = status === "ended" ? waiting.take() : null;
    if (!next) return;
    card = null;
    queueMicrotask(() => arrive(next)); // when everyone knows that this one has ended
    render();
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
            card: card?.() ?? null,
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
