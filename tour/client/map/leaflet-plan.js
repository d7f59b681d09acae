/** The plan on Leaflet: loaded only when it is shown. */
import L from "leaflet";
import { stillness } from "../dom.js";
import { spread } from "../pure/plan.js";
import { word } from "../words.js";

/** Numbers are 32 px wide, and take a press 8 px around. */
const APART_PX = 40;

/**
 * @param {HTMLElement} box
 * @param {{plan: import("leaflet").FeatureCollection, anchor: {lat: number, lng: number}, next: string | null,
 *   tiles: string, credit: string}} given
 */
export function createLeafletPlan(box, { plan, anchor, next, tiles, credit }) {
  const holder = document.createElement("div");
  const still = stillness();
  box.append(holder);
  const map = L.map(holder, {
    zoomControl: false,
    attributionControl: tiles !== "",
    scrollWheelZoom: false,
    zoomSnap: 0.25,
    zoomAnimation: !still,
    fadeAnimation: !still,
    markerZoomAnimation: !still,
    minZoom: 13,
    maxZoom: 20,
  });
  L.control
    .zoom({
      zoomInTitle: word("map_zoom_in"),
      zoomOutTitle: word("map_zoom_out"),
    })
    .addTo(map);
  L.control.scale({ imperial: false }).addTo(map);
  map.setView(anchor, 17, { animate: false }); // Leaflet places circles only on a map that has a view
  if (tiles)
    L.tileLayer(tiles, { attribution: credit, maxZoom: 20 }).addTo(map);

  /** @type {Map<string, import("leaflet").Path>} */
  const circles = new Map();
  /** @type {{place: import("leaflet").Place, dot: import("leaflet").Marker}[]} */
  const dots = [];
  const places = L.geoJSON(plan, {
    style: () => ({ className: "way", weight: 1.5, interactive: false }),
    pointToLayer: (feature, place) => {
      const circle = uncertainty(feature, place);
      if (circle) circles.set(feature.properties.id, circle.addTo(map));
      const dot = stopDot(feature, place, feature.properties.id === next);
      dots.push({ place, dot });
      return dot;
    },
    onEachFeature: (feature, layer) => {
      if (feature.geometry.type !== "Point") return;
      const choose = (/** @type {boolean} */ on) =>
        chosen(circles.get(feature.properties.id), on);
      layer.on("mouseover focus", () => choose(true));
      layer.on("mouseout blur", () => choose(false));
    },
  }).addTo(map);
  if (next) chosen(circles.get(next), true);

  const bounds = places.getBounds();
  if (bounds.isValid())
    map.fitBounds(bounds, { padding: [36, 36], maxZoom: 19, animate: false });
  const apart = keepApart(map, dots);
  map.on("zoomend", apart);
  apart();
  const drawing = box.querySelector("svg[role=img]");
  if (drawing) /** @type {SVGElement} */ (drawing).setAttribute("hidden", "");

  /** @type {import("leaflet").Layer | null} */
  let me = null;
  const hideMe = () => {
    me?.remove();
    me = null;
  };
  return {
    anchor,
    hideMe,
    /**
     * @param {{lat: number, lng: number}} place
     * @param {number} accuracy_m
     * @param {boolean} look bring it into sight
     */
    showMe(place, accuracy_m, look) {
      hideMe();
      me = L.layerGroup([
        L.circle(place, {
          radius: accuracy_m,
          className: "me-around",
          weight: 1,
          fillOpacity: 0.12,
          interactive: false,
        }),
        L.circleMarker(place, {
          radius: 9,
          className: "me",
          weight: 3,
          fillOpacity: 1,
          interactive: false,
        }),
      ]).addTo(map);
      if (look && !map.getBounds().contains(place))
        map.fitBounds(bounds.extend(place), {
          padding: [36, 36],
          animate: !still,
        });
    },
    remove() {
      map.remove();
      holder.remove();
    },
  };
}

/** @typedef {ReturnType<typeof createLeafletPlan>} LeafletPlan */

/**
 * Keeps the stops' numbers far enough from each other to be read and pressed, however far away the plan is
 * seen from: a number that gives way is tied to its place by a line.
 *
 * @param {import("leaflet").Map} map
 * @param {{place: import("leaflet").Place, dot: import("leaflet").Marker}[]} dots
 */
function keepApart(map, dots) {
  const ties = L.layerGroup([]).addTo(map);
  return () => {
    ties.clearLayers();
    const points = dots.map(({ place }) => map.latLngToLayerPoint(place));
    spread(points, APART_PX).forEach(({ x, y }, number) => {
      const { place, dot } = dots[number];
      const aside = Math.hypot(x - points[number].x, y - points[number].y) > 1;
      const shown = aside ? map.layerPointToLatLng([x, y]) : place;
      dot.setLatLng(shown);
      if (aside) ties.addLayer(tie(place, shown));
    });
  };
}

/**
 * @param {import("leaflet").Place} place
 * @param {import("leaflet").Place} shown
 */
function tie(place, shown) {
  const end = { radius: 3, className: "tie", weight: 1, interactive: false };
  return L.layerGroup([
    L.polyline([place, shown], {
      className: "tie",
      weight: 1,
      interactive: false,
    }),
    L.circleMarker(place, { ...end, fillOpacity: 1 }),
  ]);
}

/**
 * @param {import("leaflet").Feature} feature
 * @param {import("leaflet").Place} place
 */
function uncertainty({ properties }, place) {
  if (properties?.source === "surveyed") return null;
  return L.circle(place, {
    radius: properties?.uncertainty_m ?? 0,
    className: "uncertainty",
    dashArray: "5 5",
    weight: 1,
    opacity: 0.45,
    fill: false,
    interactive: false,
  });
}

/**
 * @param {import("leaflet").Path | undefined} circle
 * @param {boolean} on
 */
function chosen(circle, on) {
  circle?.setStyle({ weight: on ? 2.5 : 1, opacity: on ? 1 : 0.45 });
  circle?.getElement()?.classList.toggle("chosen", on);
}

/**
 * A stop's number; a link, so that it is pressed, spoken and opened like any other.
 *
 * @param {import("leaflet").Feature} feature
 * @param {import("leaflet").Place} place
 * @param {boolean} isNext
 */
function stopDot({ properties }, place, isNext) {
  const label = word("stop_marker", {
    number: properties?.code,
    title: properties?.title,
  });
  const marker = L.marker(place, {
    icon: L.divIcon({
      className: `stop-dot${isNext ? " next" : ""}`,
      html: "",
      iconSize: [48, 48],
      iconAnchor: [24, 24],
    }),
    keyboard: false,
    title: label,
  });
  marker.on("add", () => {
    const element = marker.getElement();
    if (!element) return;
    element.textContent = properties?.code;
    element.setAttribute("role", "link");
    element.setAttribute("aria-label", label); // Leaflet gives a marker no name of its own
    element.tabIndex = 0;
    element.addEventListener("keydown", (event) => {
      if (event.key === "Enter") element.click();
    });
    element.addEventListener("focus", () => marker.fire("focus"));
    element.addEventListener("blur", () => marker.fire("blur"));
  });
  marker.on("click", () => {
    document
      .querySelector(`.ways a[href="${properties?.url}"]`)
      ?.dispatchEvent(
        new MouseEvent("click", { bubbles: true, cancelable: true }),
      );
  });
  return marker;
}
