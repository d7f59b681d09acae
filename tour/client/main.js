/**
 * The phone's page: what is built on the server comes alive here. Every part is optional; a fault in
 * one leaves a page that can be read.
 */
import { find, make } from "./dom.js";
import { createGroupDoor } from "./group/door.js";
import { createNavigator } from "./navigate.js";
import { enterKeypad, offerContrast, offerForgetting } from "./page/forms.js";
import { offerContinue, showHeard } from "./page/lists.js";
import { showWhatWorks } from "./page/offline.js";
import { enterStop } from "./page/stop.js";
import { createAhead } from "./player/ahead.js";
import { createBar } from "./player/bar.js";
import { followLanguage } from "./player/language.js";
import { createOnward } from "./player/onward.js";
import { attachSession } from "./player/session.js";
import { shownArticle } from "./player/stop-page.js";
import { createPlayer } from "./player/store.js";
import { attachTabs } from "./player/tabs.js";
import { keepTold } from "./player/told.js";
import { putAside } from "./save/aside.js";
import { holdSound } from "./save/hold.js";
import { hasSaved, keepSaved, playsOn, tidy } from "./save/home.js";
import { createMemory, localStorageOrNull } from "./storage.js";
import { createDiary, keepDiary } from "./visit/diary.js";
import { openDepot } from "./visit/depot.js";
import { createOutbox } from "./visit/outbox.js";
import { createDoor } from "./walk/door.js";
import { say, word } from "./words.js";

const SEND_EVERY_MS = 15_000;

const tourId = find("#page")?.getAttribute("data-tour") ?? "";
const memory = createMemory(`tour.${tourId}.`, localStorageOrNull());
const now = () => Date.now();
const steady = () => performance.now();

const audio = make("audio", { id: "sound", preload: "none" });
document.body.append(audio);
const player = createPlayer(audio);
const diary = createDiary(memory, now);
const outbox = createOutbox({
  memory,
  depot: openDepot(tourId, memory),
  fetch: (input, init) => fetch(input, init),
  now,
  steady,
  makeId: newId,
  lang: () => document.documentElement.lang,
  alone,
  learned: diary.learn,
});

/** @type {() => void} */
let leavePage = () => {};
const navigator_ = createNavigator({
  leave: () => leavePage(),
  enter,
  speaking: () => player.state.status === "playing",
});
const bar = createBar(/** @type {HTMLElement} */ (find("#player")), player);

/**
 * What the parts of a page may use.
 *
 * @typedef {object} House
 * @property {import("./player/store.js").Player} player
 * @property {HTMLAudioElement} audio
 * @property {import("./visit/diary.js").Diary} diary
 * @property {import("./visit/outbox.js").Outbox} outbox
 * @property {import("./navigate.js").Navigator} navigator
 * @property {import("./storage.js").Memory} briefly as long as the window lives
 * @property {import("./listen/walk.js").Listening | null} listening the walk from home, once begun
 */
/** @type {House} */
const house = {
  player,
  audio,
  diary,
  outbox,
  navigator: navigator_,
  briefly: createMemory(`tour.${tourId}.`, sessionOrNull()),
  listening: null,
};

const door = createDoor(house, memory);
const groups = createGroupDoor(house, memory);

/** @param {import("./navigate.js").Arrival} arrival */
function enter(arrival) {
  noteLanguage();
  leavePage = () => {};
  offerContrast(memory);
  bar.enter(location.pathname);
  door.enter();
  const parts = {
    stop: () => {
      const article = shownArticle();
      if (article) leavePage = enterStop(article, house, arrival);
    },
    listen: () => enterListenPage(arrival),
    reading: enterReadingPage,
    home: () => {
      offerContinue(house);
      void showSaved();
    },
    stops: () => showHeard(house),
    keypad: enterKeypad,
    group_code: enterKeypad,
    about: () => offerForgetting(house),
    map: enterMapPage,
    survey: enterSurveyPage,
    offline: showWhatWorks,
    save: enterSavePage,
  };
  const name = /** @type {keyof typeof parts} */ (
    find("#page")?.getAttribute("data-page")
  );
  parts[name]?.();
  groups.enter((leave) => {
    leavePage = leave;
  });
  if (name !== "listen" && !player.state.led) void followLanguage(player);
}

/** The map's program comes only when it is shown; without it the drawing and the list stay. */
function enterMapPage() {
  enterLater(
    import("./map/page.js"),
    ({ enterMap }) => enterMap(house),
    "map_failed",
  );
}

/** @param {import("./navigate.js").Arrival} arrival */
function enterListenPage(arrival) {
  enterLater(import("./listen/page.js"), ({ enterListen }) =>
    enterListen(house, arrival),
  );
}

function enterReadingPage() {
  enterLater(import("./record/page.js"), ({ enterReading }) =>
    enterReading(house),
  );
}

function enterSavePage() {
  enterLater(import("./page/save.js"), ({ enterSave }) => enterSave(house));
}

/** Surveying is the staff's: its program comes only here. */
function enterSurveyPage() {
  enterLater(
    import("./survey/page.js"),
    ({ enterSurvey }) => enterSurvey(newId),
    "survey_failed",
  );
}

/**
 * Enters a page whose program is on its way, unless the visitor has left it meanwhile.
 *
 * @template T
 * @param {Promise<T>} coming
 * @param {(program: T) => () => void} begin
 * @param {string} [trouble] what is said when it does not come
 */
function enterLater(coming, begin, trouble = "no_signal_page") {
  let left = false;
  leavePage = () => {
    left = true;
  };
  coming.then(
    (program) => {
      if (!left) leavePage = begin(program);
    },
    () => say(word(trouble)),
  );
}

/** Home: what is saved is told where anything is. */
async function showSaved() {
  const line = /** @type {HTMLElement | null} */ (find("[data-saved]"));
  if (!line || !(await hasSaved())) return;
  const program = await import("./page/save.js").catch(() => null);
  await program?.showSaved(line);
}

/** A visit that has begun knows the language of its visitor. */
function noteLanguage() {
  const { lang } = document.documentElement;
  const before = memory.get("lang");
  memory.set("lang", lang);
  if (before && before !== lang && memory.get("visit"))
    outbox.record({ type: "language", lang });
}

player.setRate(memory.get("rate") ?? 1);
player.watch(({ rate }) => {
  if (memory.get("rate") !== rate) memory.set("rate", rate);
});
const onward = createOnward({
  ...house,
  ahead: createAhead(putAside, playsOn(audio)),
  fetch: (url) => fetch(url),
  flows: () => audio.readyState === HTMLMediaElement.HAVE_ENOUGH_DATA,
  open: navigator_.open,
});
attachSession(player, onward.go);
attachTabs(player);
keepTold(player, house.briefly);
keepDiary(player, diary, outbox, steady);
holdSound(player, audio, tidy);
keepSaved(audio);
enter({ play: false });
performance.mark("tour-ready"); // what the benches measure

setInterval(() => void outbox.send(), SEND_EVERY_MS);
document.addEventListener("visibilitychange", () => {
  if (document.visibilityState === "hidden")
    void outbox.send({ leaving: true });
});
addEventListener("online", () => void outbox.send());
addEventListener("storage", () => showHeard(house));

/**
 * @template T
 * @param {string} name
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
async function alone(name, work) {
  return navigator.locks ? navigator.locks.request(name, work) : work();
}

function newId() {
  if (crypto.randomUUID) return crypto.randomUUID(); // only in secure contexts; a LAN demo is none
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) =>
    byte.toString(16).padStart(2, "0"),
  ).join("");
}

function sessionOrNull() {
  try {
    return globalThis.sessionStorage ?? null;
  } catch {
    return null;
  }
}
