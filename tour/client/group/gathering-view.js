/**
 * Where the group gathers, and how far it is from here: on this phone alone.
 */
import { find } from "../dom.js";
import { word } from "../words.js";
import { createFinder, wayOf } from "./gather.js";

/**
 * @param {HTMLElement} box
 * @param {import("./following.js").Following} following
 * @returns {{render: () => void, end: () => void}}
 */
export function showGathering(box, following) {
  const part = (/** @type {string} */ name) =>
    /** @type {HTMLElement} */ (find(`[data-group-${name}]`, box));
  const panel = part("gather");
  const button = part("where");
  const names = JSON.parse(box.dataset.compass ?? "{}");
  const finder = createFinder(render);
  const ask = () => void finder.begin({ tapped: true });
  button.addEventListener("click", ask);

  function placeOf(/** @type {GatherAsked} */ gather) {
    if (gather.lat !== null && gather.lng !== null)
      return {
        lat: gather.lat,
        lng: gather.lng,
        uncertainty_m: gather.accuracy_m,
        sketch: false,
      };
    const position = following.copy.of(gather.stop)?.stop.position;
    return position && { ...position, sketch: position.source === "sketch" };
  }

  /** @param {ReturnType<typeof placeOf>} place */
  function wayText(place) {
    const { here, failed, looking } = finder;
    if (failed) return word("group_no_position");
    if (looking) return word("group_looking");
    if (!here || !place) return "";
    const { near, metres, direction } = wayOf(here, place);
    return near
      ? word("group_near", { metres: Math.round(here.accuracy_m) })
      : word("group_way", { metres, direction: names[direction] });
  }

  function render() {
    const { state } = following;
    const gather = state?.phase === "gathering" ? state.gather : null;
    const fresh = panel.hidden && gather !== null;
    panel.hidden = gather === null;
    if (!gather) return finder.end();
    if (fresh) {
      panel.scrollIntoView({ block: "center" });
      void finder.begin();
    }
    const stop = following.copy.of(gather.stop)?.stop;
    const place = placeOf(gather);
    write(
      part("place"),
      stop
        ? word("group_gather_stop", { number: stop.code, title: stop.title })
        : word("group_gather_guide", {
            metres: Math.round(gather.accuracy_m ?? 0),
          }),
    );
    const metres = Math.round(place?.uncertainty_m ?? 0);
    part("sketch").hidden = !place?.sketch;
    write(
      part("sketch"),
      place?.sketch ? word("group_sketch", { metres }) : "",
    );
    write(part("way"), wayText(place));
    // Not under a finger or a keyboard's focus that would be lost.
    const held = document.activeElement === button;
    button.hidden =
      !held && (finder.looking || (finder.here !== null && !finder.failed));
  }

  return {
    render,
    end() {
      button.removeEventListener("click", ask);
      finder.end();
      panel.hidden = true; // shown anew, it begins anew
    },
  };
}

/** @typedef {NonNullable<import("./follow.js").GroupState["gather"]>} GatherAsked */

/** @param {HTMLElement} element @param {string} text */
function write(element, text) {
  if (element.textContent !== text) element.textContent = text;
}
