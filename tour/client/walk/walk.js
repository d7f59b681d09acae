/**
 * Walking with the tour: positions in, narration out. What the engine says is weighed here against what is
 * playing, what was heard and what the visitor wishes.
 */
import { find } from "../dom.js";
import { heardToday, stepFor, Waiting } from "../pure/arrivals.js";
import { resumeAt } from "../pure/heard.js";
import { metresBetween } from "../pure/plan.js";
import { known, placeOf, playerStop } from "../pure/walk-plan.js";
import { sentenceFor } from "../pure/walk-state.js";
import { word } from "../words.js";
import { createAhead, likelyNext } from "./ahead.js";
import { announcementOf, questionAbout, recollectionOf } from "./cards.js";
import { createLock } from "./lock.js";
import { createSensor } from "./sensor.js";
import { createView } from "./view.js";

/**
 * @typedef {import("../pure/walk-plan.js").Manifest} Manifest
 * @typedef {import("../pure/walk-plan.js").ManifestStop} ManifestStop
 * @typedef {import("../pure/arrivals.js").Arrived} Arrived
 */

/** Pages that give way to the stop that starts; on the others the visitor is busy. */
const GIVE_WAY = ["home", "stops", "map", "stop"];

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
  const ahead = createAhead(
    (input, init) => fetch(input, init),
    (type) => probe.canPlayType(type) !== "",
    () => /** @type {any} */ (navigator).connection?.saveData === true,
  );
  let on = false;
  /** @type {Manifest | null} */
  let manifest = null;
  let unplanned = false;
  /** @type {import("../arrival/geometry.js").Stop[]} */
  let places = [];
  /** @type {import("./sensor.js").Sensor | null} */
  let sensor = null;
  /** @type {import("./view.js").Card | null} */
  let card = null;
  /** @type {string[]} */
  let started = [];

  const stopOf = (/** @type {string} */ id) =>
    manifest?.stops.find((stop) => stop.id === id);
  const isHeard = (/** @type {string} */ id) =>
    heardToday(diary.heard(id), Date.now());
  const isAutomatic = () => memory.get("automatic") !== false;

  async function learnPlan() {
    const { lang } = document.documentElement;
    if (manifest?.lang === lang) return;
    try {
      const answer = await fetch(`/api/v1/tour?lang=${lang}`);
      if (!answer.ok) throw new Error(`the manifest answered ${answer.status}`);
      manifest = /** @type {Manifest} */ (await answer.json());
      places = manifest.stops.map(placeOf);
    } catch {
      // Another language can wait: the walk goes on in the one it has.
    }
    unplanned = manifest === null;
    render();
  }

  async function begin() {
    if (on) return;
    on = true;
    lock.take(); // while the tap still counts
    started = briefly.get("walk") ?? [];
    briefly.set("walk", started);
    changed();
    await learnPlan();
    if (!on || unplanned || sensor) return;
    const heard = places
      .map(({ id }) => id)
      .filter((id) => started.includes(id));
    sensor = createSensor(places, heard, {
      act: ({ stop, type }) => arrive({ stop, sure: type === "start" }),
      changed: render,
      passed: tellPassed,
    });
    sensor.start();
    fetchAhead();
    render();
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
    const stop = stopOf(arrived.stop);
    if (!on || !stop) return;
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
        state.position_s > 0,
      automatic: isAutomatic(),
      ready: stop.narration.status === "ready",
      heard: isHeard(stop.id),
      untold: untold(stop),
    };
  }

  const untold = (/** @type {ManifestStop} */ stop) =>
    stop.content_note !== null && !briefly.get(`told.${stop.id}`);

  /** Sound first: the page with its text comes as fast as it can. @param {ManifestStop} stop */
  function play(stop) {
    if (!manifest) return;
    performance.mark("tour-start");
    card = null;
    waiting.forget(stop.id);
    briefly.set(`told.${stop.id}`, true);
    if (player.state.stop?.url !== stop.page_url)
      player.load(
        playerStop(manifest, stop),
        resumeAt(
          diary.heard(stop.id),
          manifest.lang,
          stop.narration.duration_s ?? 0,
        ),
      );
    player.play();
    follow(stop.page_url);
    fetchAhead();
    render();
  }

  /** @param {string} url */
  function follow(url) {
    const page = find("#page")?.getAttribute("data-page") ?? "";
    if (GIVE_WAY.includes(page) && location.pathname !== url)
      void house.navigator.open(url, { quiet: true });
  }

  /**
   * @param {ManifestStop} stop
   * @param {boolean} sure
   */
  function ask(stop, sure) {
    const heard = isHeard(stop.id);
    put(questionAbout(stop, { sure, heard, untold: untold(stop) }));
  }

  /**
   * @param {ManifestStop} stop
   * @param {Arrived} arrived
   */
  function wait(stop, arrived) {
    const aside = stopOf(waiting.add(arrived) ?? "");
    if (waiting.next?.stop !== stop.id || !arrived.sure) return; // a guess is asked about later
    put(announcementOf(stop, { untold: untold(stop), aside }));
    void ahead.fetch(stop);
  }

  /** @param {string[]} ids */
  function tellPassed(ids) {
    const stops = (manifest?.stops ?? []).filter(
      ({ id }) => ids.includes(id) && !started.includes(id),
    );
    if (stops.length) put(recollectionOf(stops));
  }

  /** @param {import("./view.js").Card} shown */
  function put(shown) {
    card = shown;
    render();
  }

  function accept() {
    const stop = stopOf(card?.stop ?? "");
    card = null;
    if (stop?.narration.status === "ready") play(stop);
    else if (stop) void house.navigator.open(stop.page_url);
    render();
  }

  function decline() {
    if (card) waiting.forget(card.stop);
    card = null;
    render();
  }

  function toggle() {
    memory.set("automatic", !isAutomatic());
    render();
  }

  function fetchAhead() {
    const last = player.state.stop?.id ?? diary.last()?.id ?? null;
    void ahead.fetch(likelyNext(manifest?.stops ?? [], last, isHeard));
  }

  let before = "";
  player.watch(({ status, stop }) => {
    const turned = status !== before;
    before = status;
    if (!on || !turned || !stop) return;
    if (status === "playing") {
      waiting.forget(stop.id);
      if (card?.stop === stop.id) card = null;
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
      trouble: unplanned
        ? /** @type {const} */ ("no_plan")
        : (sensor?.trouble ?? null),
      fix: newest,
      away_m:
        newest && manifest ? metresBetween(newest, manifest.anchor) : null,
      automatic: isAutomatic(),
      ...(manifest ? known(places) : { itself: 1, offered: 0 }),
    };
  }

  function render() {
    const { key, values } = sentenceFor(facts());
    view.render(
      on
        ? {
            sentence: word(key, values),
            card,
            lit: lock.held,
            automatic: isAutomatic(),
            indoors: !!manifest?.stops.some(({ kind }) => kind === "indoor"),
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
      void learnPlan();
    },
  };
}

/** @typedef {ReturnType<typeof createWalk>} Walk */
