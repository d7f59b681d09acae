import { find, findAll } from "../dom.js";
import { metresBetween, planOf } from "../pure/plan.js";
import { word } from "../words.js";

/** @typedef {import("../main.js").House} House */

const FAR_M = 2000;

/**
 * The map page: a plan that can be moved, the next stop, and the visitor's own dot after a tap.
 * The drawing and the list from the server stay when any of this fails.
 *
 * @param {House} house
 * @returns {() => void}
 */
export function enterMap(house) {
  const box = /** @type {HTMLElement | null} */ (find("[data-plan]"));
  if (!box) return () => {};
  let ended = false;
  let end = () => {};
  const lang = document.documentElement.lang;
  const next = showNext(house);
  draw(box, lang, next)
    .then((plan) => {
      if (ended) return plan.remove();
      const stopLooking = offerPosition(plan);
      end = () => {
        stopLooking();
        plan.remove();
      };
    })
    .catch(() => {
      if (!ended) showState(word("map_failed"));
    });
  return () => {
    ended = true;
    end();
  };
}

/**
 * @param {HTMLElement} box
 * @param {string} lang
 * @param {string | null} next
 */
async function draw(box, lang, next) {
  const [{ createLeafletPlan }, manifest] = await Promise.all([
    import("./leaflet-plan.js"),
    fetch(`/api/v1/tour?lang=${lang}`).then((answer) => {
      if (!answer.ok) throw new Error(`the manifest answered ${answer.status}`);
      return answer.json();
    }),
    styled(box.dataset.css ?? ""),
  ]);
  return createLeafletPlan(box, {
    plan: planOf(manifest),
    anchor: manifest.anchor,
    next,
    tiles: box.dataset.tiles ?? "",
    credit: box.dataset.credit ?? "",
  });
}

/** @param {string} href */
function styled(href) {
  if (find(`link[href="${href}"]`)) return Promise.resolve();
  return new Promise((resolve, reject) => {
    const link = document.createElement("link");
    link.rel = "stylesheet";
    link.href = href;
    link.onload = resolve;
    link.onerror = reject;
    document.head.append(link);
  });
}

/**
 * The first stop in walking order that was not heard to its end.
 *
 * @param {House} house
 * @returns {string | null} its id
 */
function showNext({ diary }) {
  const line = /** @type {HTMLElement | null} */ (find("[data-next-stop]"));
  const next = findAll(".ways [data-id]").find(
    (entry) => !diary.heard(entry.dataset.id ?? "").finished,
  );
  if (!line || !next) return null;
  line.textContent = word("next_stop", {
    number: next.dataset.code ?? "",
    title: next.dataset.title ?? "",
  });
  line.hidden = false;
  return next.dataset.id ?? null;
}

/** @param {string} text */
function showState(text) {
  const line = /** @type {HTMLElement | null} */ (find("[data-here-state]"));
  if (!line) return;
  line.textContent = text;
  line.hidden = text === "";
}

/**
 * "Show where I am": the position is drawn here and goes nowhere else.
 *
 * @param {import("./leaflet-plan.js").LeafletPlan} plan
 * @returns {() => void}
 */
function offerPosition(plan) {
  const row = /** @type {HTMLElement | null} */ (find("[data-here-row]"));
  const button = /** @type {HTMLButtonElement | null} */ (find("[data-here]"));
  if (!row || !button) return () => {};
  /** @type {number | null} */
  let watching = null;
  let first = true;

  const label = () => {
    button.textContent = word(watching === null ? "here" : "here_stop");
    button.setAttribute("aria-pressed", String(watching !== null));
  };
  const stop = () => {
    if (watching !== null) navigator.geolocation.clearWatch(watching);
    watching = null;
    plan.hideMe();
    label();
  };
  /** @param {GeolocationPosition} fix */
  const found = ({ coords }) => {
    const me = { lat: coords.latitude, lng: coords.longitude };
    const away_m = metresBetween(me, plan.anchor);
    if (away_m > FAR_M) {
      plan.hideMe();
      showState(word("here_far", { kilometres: Math.round(away_m / 1000) }));
      return;
    }
    plan.showMe(me, coords.accuracy, first);
    first = false;
    showState(
      word("here_found", { metres: Math.max(1, Math.round(coords.accuracy)) }),
    );
  };
  /** @param {GeolocationPositionError} error */
  const missed = (error) => {
    if (error.code === error.PERMISSION_DENIED) {
      stop();
      showState(word("here_denied"));
    } else {
      plan.hideMe();
      showState(word("here_unavailable"));
    }
  };

  row.hidden = false;
  label();
  button.addEventListener("click", () => {
    if (watching !== null) {
      stop();
      showState("");
      return;
    }
    if (!navigator.geolocation) {
      showState(word("here_unavailable"));
      return;
    }
    first = true;
    showState(word("here_looking"));
    watching = navigator.geolocation.watchPosition(found, missed, {
      enableHighAccuracy: true,
      timeout: 30_000,
    });
    label();
  });
  return stop;
}
