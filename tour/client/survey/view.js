/** What the survey's pages show: the list of stops, one stop with its takes, a recording going on. */
import { make } from "../dom.js";
import { oneDigit } from "../pure/text.js";
import { word } from "../words.js";
import { LONGEST_S } from "./judge.js";
import { plot } from "./plot.js";

/**
 * @typedef {object} ListedStop
 * @property {string} id
 * @property {string} code
 * @property {string} title
 * @property {string} kind
 * @property {import("./store.js").Shape} shape
 * @property {"sketch" | "map" | "surveyed"} source
 * @property {number} uncertainty_m
 *
 * @typedef {import("./store.js").Take & {by: string, agrees: boolean}} SentTake
 *
 * @typedef {object} Surveyed
 * @property {string} id
 * @property {SentTake[]} takes
 * @property {{uncertainty_m: number, settled: boolean} | null} together
 *
 * @typedef {object} Known
 * @property {Map<string, Surveyed> | null} sent null while the server was not asked
 * @property {(import("./store.js").Take & {refused?: boolean})[]} waiting
 * @property {import("./sender.js").Outcome | null} outcome
 */

/** Metres as they are shown: 4.2, and 17 beyond ten. @param {number} value */
const metres = (value) =>
  oneDigit(
    value < 10 ? value : Math.round(value),
    document.documentElement.lang,
  );

/**
 * Whether everything is sent, and what to do when it cannot be.
 *
 * @param {Known} known
 * @param {string} signIn
 */
export function sendingLine({ sent, waiting, outcome }, signIn) {
  const refused = waiting.filter((take) => take.refused).length;
  const left = waiting.length - refused;
  const words = [];
  if (left) words.push(word("survey_waiting", { count: left }));
  else if (outcome === "sent" && sent?.size)
    words.push(word("survey_all_sent"));
  if (refused) words.push(word("survey_refused", { count: refused }));
  if (left && outcome === "not-allowed") words.push(word("survey_not_allowed"));
  if (left && outcome === "later") words.push(word("survey_later"));
  if (outcome !== "sign-in") return [words.join(" ")];
  if (left) words.push(word("survey_sign_in"));
  return [
    `${words.join(" ")} `,
    make("a", { href: signIn }, word("survey_sign_in_link")),
  ];
}

/**
 * @param {ListedStop[]} stops
 * @param {Known} known
 * @param {string} base
 */
export function stopList(stops, known, base) {
  const items = stops.map((stop) =>
    make(
      "li",
      {},
      make(
        "a",
        { href: `${base}/${stop.id}` },
        make("span", { class: "number" }, stop.code),
        make(
          "span",
          { class: "body" },
          make("span", { class: "title" }, stop.title),
          make("span", { class: "meta" }, inTheTour(stop)),
          make("span", { class: "heard" }, recorded(stop.id, known)),
        ),
      ),
    ),
  );
  return make("ol", { class: "stops", role: "list" }, ...items);
}

/** @param {ListedStop} stop */
export function inTheTour({ source, uncertainty_m }) {
  const keys = {
    sketch: "survey_source_sketch",
    map: "survey_source_map",
    surveyed: "survey_source_surveyed",
  };
  return word(keys[source], { metres: metres(uncertainty_m) });
}

/** @param {string} stop @param {Known} known */
export function recorded(stop, { sent, waiting, outcome }) {
  const found = sent?.get(stop);
  const here = waiting.filter((take) => take.stop === stop).length;
  const words = [];
  if (found?.together)
    words.push(
      word("survey_takes", {
        count: found.takes.length,
        metres: metres(found.together.uncertainty_m),
      }),
    );
  if (found?.together && !found.together.settled)
    words.push(word("survey_unsettled"));
  if (here) words.push(word("survey_waiting", { count: here }));
  if (words.length) return words.join(" ");
  if (sent) return word("survey_none");
  return outcome === null ? "" : word("survey_unknown");
}

/**
 * Every take of a stop: those on this phone and those that were sent.
 *
 * @param {string} stop
 * @param {Known} known
 * @param {(take: string, sent: boolean) => void} drop
 */
export function takeList(stop, { sent, waiting }, drop) {
  const here = waiting.filter((take) => take.stop === stop);
  const there = sent?.get(stop)?.takes ?? [];
  const items = [
    ...here.map((take) =>
      takeItem(take, [word("survey_take_waiting")], () => drop(take.id, false)),
    ),
    ...there.map((take) =>
      takeItem(
        take,
        [take.by, ...(take.agrees ? [] : [word("survey_take_disagrees")])],
        () => drop(take.id, true),
      ),
    ),
  ];
  return make("ul", { class: "takes", role: "list" }, ...items);
}

/**
 * @param {import("./store.js").Take} take
 * @param {string[]} notes
 * @param {() => void} drop
 */
function takeItem(take, notes, drop) {
  const time = new Date(take.recorded_at).toLocaleString(
    document.documentElement.lang,
    { dateStyle: "short", timeStyle: "short" },
  );
  const what = word(shapeKey(take.shape));
  const text = word("survey_take", {
    shape: what,
    metres: metres(take.uncertainty_m),
  });
  const button = make(
    "button",
    { type: "button", class: "button" },
    word("survey_delete"),
  );
  let asked = false;
  button.addEventListener("click", () => {
    if (asked) return drop();
    asked = true;
    button.textContent = word("survey_delete_sure");
  });
  const line = [text, time, ...notes].join(" · ");
  return make("li", {}, make("span", {}, line), button);
}

/** @param {import("./store.js").Shape} shape */
export function shapeKey(shape) {
  return {
    point: "survey_point",
    line: "survey_line",
    polygon: "survey_polygon",
  }[shape];
}

/** The panel of a recording: how far, how certain, the drawing, what to do. */
export function recordingPanel() {
  const number = make("p", { class: "within" });
  const count = make("p", { class: "hint" });
  const drawing = make("div", { class: "drawing" });
  const advice = make("p", { class: "state", role: "status" });
  const element = make(
    "div",
    { class: "recording" },
    number,
    drawing,
    count,
    advice,
  );
  let said = "";
  return {
    element,
    /**
     * @param {import("./recorder.js").Recording} now
     * @param {import("./store.js").Shape} shape
     */
    show({ found, verdict, trouble, silent_s }, shape) {
      const text = adviceOf(found, verdict, trouble, silent_s);
      if (text !== said) advice.textContent = said = text;
      number.textContent = found
        ? word("survey_within", { metres: metres(found.uncertainty_m) })
        : "";
      count.textContent = found ? counted(found, shape) : "";
      if (!found) return drawing.replaceChildren();
      const { svg, across_m } = plot(found);
      svg.setAttribute("aria-label", word("survey_plot", { metres: across_m }));
      drawing.replaceChildren(svg);
    },
  };
}

/**
 * @param {import("./recorder.js").Recording["found"]} found
 * @param {import("./judge.js").Verdict | null} verdict
 * @param {import("./recorder.js").Recording["trouble"]} trouble
 * @param {number} silent_s
 */
function adviceOf(found, verdict, trouble, silent_s) {
  if (trouble === "denied") return word("survey_denied");
  if (trouble === "unavailable") return word("survey_unavailable");
  if (silent_s > 0) return word("survey_silent");
  if (!found || !verdict) return word("survey_looking");
  return word(verdict.advice, {
    metres: "gap_m" in found ? metres(found.gap_m) : "",
  });
}

/**
 * @param {NonNullable<import("./recorder.js").Recording["found"]>} found
 * @param {import("./store.js").Shape} shape
 */
function counted(found, shape) {
  const time =
    shape === "point"
      ? word("survey_seconds", {
          seconds: Math.floor(found.duration_s),
          total: LONGEST_S,
        })
      : word("survey_walked", {
          seconds: Math.floor(found.duration_s),
          metres: metres("length_m" in found ? found.length_m : 0),
        });
  const { used, fixes, spread_m } = found;
  return `${time} ${word("survey_fixes", { used, fixes, spread: metres(spread_m) })}`;
}

/** Shows the line, unless there is nothing to say. @param {HTMLElement} line @param {(Node | string)[]} parts */
export function fill(line, parts) {
  line.hidden = parts.every((part) => part === "");
  if (!line.hidden) line.replaceChildren(...parts);
}
