/**
 * The visitor's side of a group walk: the page where one joins, and what goes on while other pages are
 * looked at.
 */
import { find, findAll, make } from "../dom.js";
import { resumeAt } from "../pure/heard.js";
import { say, word } from "../words.js";
import { keptDelay, offerDelay } from "./delay.js";
import { join, leaveGroup } from "./asking.js";
import { createFollowing } from "./following.js";
import { showFollowing } from "./view.js";

const KEY = "group";
const FAULTS = {
  404: "group_unknown",
  410: "group_over",
  429: "group_throttled",
  0: "group_no_answer",
};

/**
 * @param {import("../main.js").House} house
 * @param {import("../storage.js").Memory} memory
 */
export function createRoom(house, memory) {
  const { player, briefly } = house;
  const strip = make("section", { id: "group", hidden: "" });
  const back = make("a", {});
  strip.append(back);
  document.getElementById("player")?.before(strip);
  /** @type {import("./following.js").Following | null} */
  let following = null;
  /** @type {ReturnType<typeof showFollowing> | null} */
  let view = null;

  /** @type {() => import("./following.js").Membership | null} */
  const kept = () => briefly.get(KEY);

  /**
   * In the visitor's tap: the sound is unlocked here.
   *
   * @param {import("./following.js").Output} output
   */
  function unlock(output) {
    if (output === "loudspeaker") {
      player.pause();
      // Everything is set on its clock ahead of time: large buffers, which seldom run dry.
      const context = new AudioContext({ latencyHint: "playback" });
      void context.resume();
      return context;
    }
    player.unlock(
      /** @type {HTMLElement | null} */ (find("#walk"))?.dataset.silence ?? "",
    );
    return null;
  }

  /**
   * @param {import("./following.js").Membership} me
   * @param {AudioContext | null} context
   * @param {{group: import("./follow.js").GroupState, seq: number, now_ms: number} | null} joined
   * @param {number} sent when that was asked for, by the page's clock
   */
  function follow(me, context, joined, sent) {
    following?.leave();
    briefly.set(KEY, me);
    player.pause();
    following = createFollowing(
      house,
      me,
      { changed: () => view?.render(), left: () => gone() },
      context,
    );
    following.setDelay(keptDelay(memory));
    void following.speak(me.lang);
    if (joined) following.hear({ ...joined, state: joined.group }, sent);
  }

  /** The visitor leaves: the stop goes on for them alone, at the same second. */
  function leave() {
    const mine = following;
    const copy = mine?.copy.of(mine.state?.stop ?? null);
    const second = mine?.now_s ?? 0;
    const over = mine?.state?.phase === "ended" || mine?.facts.link === "gone";
    const spoke = mine?.state?.phase === "playing";
    if (over) {
      mine?.end();
      gone(false);
    } else mine?.leave();
    if (!copy)
      return void house.navigator.open(`/${document.documentElement.lang}/`);
    const { sound, stop } = copy;
    if (sound) {
      const heardTo =
        second > 0
          ? second
          : resumeAt(house.diary.heard(stop.id), sound.lang, sound.duration_s);
      briefly.set(`told.${stop.id}`, true); // the note stood above it
      player.load(sound, heardTo);
      if (spoke) player.play();
    }
    void house.navigator.open(stop.page_url);
  }

  /** @param {boolean} [told] */
  function gone(told = true) {
    following = null;
    view?.end();
    view = null;
    briefly.remove(KEY);
    strip.hidden = true;
    if (told) say(word("group_alone"));
  }

  /** @param {HTMLElement} box */
  function enter(box) {
    const code = box.dataset.code ?? "";
    const form = /** @type {HTMLFormElement} */ (
      find("[data-group-join]", box)
    );
    const ends = [
      offerDelay(box, memory, {
        serverNow: () => following?.facts.server_ms ?? Date.now(),
        set: (ms) => following?.setDelay(ms),
      }),
    ];
    box.hidden = false;
    strip.hidden = true;
    if (following?.facts.link === "gone") {
      following.end();
      gone(false);
    }
    const show = () => {
      if (!following) return;
      view?.end();
      view = showFollowing(box, following, { leave });
    };
    if (following && following.me.code === code) {
      const { lang } = document.documentElement;
      if (following.me.lang !== lang) {
        void following.speak(lang);
        briefly.set(KEY, following.me);
      }
      show();
    } else prefill(form, kept(), code);
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      void begin(form, code, show);
    });
    return () => {
      ends.forEach((end) => end());
      view?.end();
      view = null;
    };
  }

  /**
   * @param {HTMLFormElement} form
   * @param {string} code
   * @param {() => void} show
   */
  async function begin(form, code, show) {
    const chosen = new FormData(form);
    const lang = String(chosen.get("lang"));
    const output = /** @type {import("./following.js").Output} */ (
      chosen.get("output")
    );
    const context = unlock(output); // before anything is awaited
    const fault = /** @type {HTMLElement} */ (find("[data-group-fault]", form));
    fault.hidden = true;
    const button = /** @type {HTMLButtonElement} */ (
      find("[type=submit]", form)
    );
    button.disabled = true;
    const mine = kept();
    const again =
      mine?.code === code && mine.lang === lang && mine.output === output;
    const sent = performance.now();
    const { status, json } = again
      ? { status: 200, json: null }
      : await join(code, lang, output);
    button.disabled = false;
    if (status !== 201 && status !== 200) {
      void context?.close();
      fault.textContent = word(
        FAULTS[/** @type {keyof typeof FAULTS} */ (status)] ?? "group_refused",
      );
      fault.hidden = false;
      return;
    }
    const secret = json?.secret ?? mine?.secret;
    if (mine?.code === code && mine.secret !== secret)
      void leaveGroup(code, mine.secret); // else it would be counted twice
    follow({ code, lang, output, secret }, context, json, sent);
    if (lang === document.documentElement.lang) show();
    else await house.navigator.open(`/${lang}/group/${code}`);
  }

  /** Any page: while one follows, the way back to the group. */
  function pass() {
    strip.hidden = following === null;
    if (!following) return;
    back.href = `/${document.documentElement.lang}/group/${following.me.code}`;
    back.textContent = word("group_back");
  }

  return {
    enter,
    pass,
    get following() {
      return following;
    },
  };
}

/**
 * @param {HTMLFormElement} form
 * @param {import("./following.js").Membership | null} mine
 * @param {string} code
 */
function prefill(form, mine, code) {
  if (mine?.code !== code) return;
  for (const input of /** @type {HTMLInputElement[]} */ (
    findAll("[name=output]", form)
  ))
    input.checked = input.value === mine.output;
}
