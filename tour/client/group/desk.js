/**
 * The guide's desk: what can be pressed, what was pressed and has not arrived, and how the group is.
 */
import { find } from "../dom.js";
import { say, word } from "../words.js";
import { showDesk } from "./desk-view.js";
import { whereAmI } from "./gather.js";
import { ask } from "./asking.js";
import { createPresses } from "./presses.js";
import { createServerTime } from "./server-time.js";

const LOOK_MS = 2_000;
const SHOW_MS = 500;
const HOME = "/api/v1/groups";
const LOST = {
  401: "desk_signed_out",
  404: "group_unknown",
  410: "group_over",
};
const NOT_TAKEN = { 0: "desk_no_answer", 429: "group_throttled", ...LOST };

/** What is said of an answer that gave no group. @param {number} status */
const notTaken = (status) =>
  word(
    NOT_TAKEN[/** @type {keyof typeof NOT_TAKEN} */ (status)] ?? "desk_refused",
  );

/**
 * @param {HTMLElement} box
 * @param {import("../main.js").House} house
 * @returns {() => void} ends it
 */
export function enterDesk(box, house) {
  return box.dataset.code ? leadGroup(box, house) : chooseGroup(box, house);
}

const keyOf = (/** @type {string} */ code) => `desk.${code}`;
const pressesOf = (/** @type {string} */ code) => `presses.${code}`;

/**
 * Opening a group, or taking one up by its code.
 *
 * @param {HTMLElement} box
 * @param {import("../main.js").House} house
 */
function chooseGroup(box, { navigator, briefly }) {
  const fault = /** @type {HTMLElement} */ (find("[data-desk-fault]", box));
  const { lang } = document.documentElement;
  const go = (/** @type {string} */ code) =>
    void navigator.open(`/${lang}/desk/${code}`);

  /** @param {{status: number, json: any}} answer */
  function take({ status, json }) {
    if (status === 201 || status === 200) {
      briefly.set(keyOf(json.code), json.desk);
      go(json.code);
      return;
    }
    fault.textContent = notTaken(status);
    fault.hidden = false;
  }

  box.hidden = false;
  find("[data-desk-open]", box)?.addEventListener("click", async () =>
    take(await ask(HOME, { method: "POST", body: {} })),
  );
  find("form", box)?.addEventListener("submit", async (event) => {
    event.preventDefault();
    const form = /** @type {HTMLFormElement} */ (event.target);
    const code = encodeURIComponent(
      String(new FormData(form).get("code")).trim(),
    );
    if (code) take(await ask(`${HOME}/${code}/lead`, { method: "POST" }));
  });
  void listOwn(box, lang);
  return () => {};
}

/** @param {HTMLElement} box @param {string} lang */
async function listOwn(box, lang) {
  const { status, json } = await ask(HOME);
  const list = /** @type {HTMLElement} */ (find("[data-desk-own]", box));
  if (status !== 200 || json.groups.length === 0) return;
  const items = json.groups.map((/** @type {any} */ group) => {
    const link = document.createElement("a");
    link.className = "button";
    link.href = `/${lang}/desk/${group.code}`;
    link.textContent = word("desk_own", {
      code: group.code,
      phones: group.phones,
    });
    const item = document.createElement("li");
    item.append(link);
    return item;
  });
  list.querySelector("ul")?.replaceChildren(...items);
  list.hidden = false;
}

/**
 * @param {HTMLElement} box
 * @param {import("../main.js").House} house
 */
function leadGroup(box, { briefly }) {
  const code = box.dataset.code ?? "";
  const time = createServerTime();
  const home = `${HOME}/${code}`;
  let leading = true;
  let reached = true;
  let ended = false;
  let refused = "";
  /** How often the guide has decided: what is still on its way from before does not count any more. */
  let decided = 0;
  let taken = 0;
  /** @type {any} */
  let phones = null;
  /** @type {import("./follow.js").GroupState | null} */
  let state = null;

  /** What the server said; an answer that was overtaken by a newer one is left aside. @param {any} json */
  function take(json) {
    if (!state || json.state.seq >= state.seq) state = json.state;
  }

  const presses = createPresses({
    async send(press) {
      const answer = await ask(`${home}/commands`, {
        method: "POST",
        body: { ...press, desk: briefly.get(keyOf(code)) ?? "" },
      });
      const isOurs = answer.status !== 200 || answer.json?.state;
      return isOurs ? answer : { status: 0, json: null };
    },
    makeId: () => crypto.getRandomValues(new Uint32Array(4)).join("-"),
    memory: {
      read: () => briefly.get(pressesOf(code)) ?? [],
      write: (waiting) => briefly.set(pressesOf(code), waiting),
    },
    changed: () => render(),
    expired(commands) {
      const names = commands.map((command) => word(`desk_do_${command}`));
      refused = word("desk_expired", { commands: names.join(", ") });
      render();
    },
    answered({ status, json }) {
      refused = "";
      if (status === 200) take(json);
      else if (json?.type?.endsWith("led-elsewhere")) lose();
      else if (status === 401) refused = word("desk_signed_out");
      else refused = word("desk_not_now");
      render();
    },
  });

  function lose() {
    leading = false;
    decided += 1;
    presses.clear();
  }

  async function look() {
    const sent = performance.now();
    const before = taken;
    const { status, json } = await ask(`${home}/desk`);
    if (ended || before !== taken) return;
    reached = status !== 0;
    if (status === 200 && json?.state) {
      const received = performance.now();
      time.learn({ sent, received, server: json.now_ms });
      phones = json;
      take(json);
    } else if (json?.type?.endsWith("led-elsewhere")) lose();
    else if (status in LOST && state?.phase !== "ended")
      refused = word(LOST[/** @type {keyof typeof LOST} */ (status)]);
    render();
  }

  async function takeOver() {
    const { status, json } = await ask(`${home}/lead`, { method: "POST" });
    if (!json?.desk) return say(notTaken(status));
    taken += 1;
    briefly.set(keyOf(code), json.desk);
    leading = true;
    refused = "";
    take(json);
    void look();
  }

  async function gatherHere() {
    const mine = (decided += 1);
    refused = word("desk_locating");
    render();
    const here = await whereAmI().catch(() => null);
    if (mine !== decided || ended) return;
    refused = here ? "" : word("desk_no_position");
    if (here) {
      const { lat, lng, accuracy_m } = here;
      presses.press("gather", { lat, lng, accuracy_m });
    }
    render();
  }

  const view = showDesk(box, {
    press(command, more) {
      refused = "";
      decided += 1;
      presses.press(command, more);
    },
    unsend() {
      decided += 1;
      presses.clear();
    },
    takeOver: () => void takeOver(),
    gatherHere: () => void gatherHere(),
  });
  function render() {
    if (ended) return;
    view.render({
      state,
      phones,
      leading,
      refused,
      reached,
      waiting: presses.waiting,
      failing: presses.failing,
      server_ms: time.now(),
    });
  }

  box.hidden = false;
  if (!briefly.get(keyOf(code))) leading = false;
  void time.begin();
  void look();
  const looking = setInterval(() => void look(), LOOK_MS);
  const showing = setInterval(render, SHOW_MS);
  const woke = () => {
    if (document.visibilityState === "hidden") return time.away();
    void time.wake();
    void look();
  };
  document.addEventListener("visibilitychange", woke);
  addEventListener("online", woke);
  render();
  return () => {
    ended = true;
    clearInterval(looking);
    clearInterval(showing);
    document.removeEventListener("visibilitychange", woke);
    removeEventListener("online", woke);
    time.end();
    view.end();
  };
}
