/** A small drawing of a recording: the single fixes, and the circle or outline that they give. */

const NS = "http://www.w3.org/2000/svg";
const LEAST_M = 6;

/**
 * @param {NonNullable<ReturnType<typeof import("./judge.js").measured>>} found
 * @returns {{svg: SVGSVGElement, across_m: number}}
 */
export function plot(found) {
  const svg = /** @type {SVGSVGElement} */ (draw("svg", { role: "img" }));
  const across_m =
    "dots" in found ? drawPoint(svg, found) : drawOutline(svg, found);
  return { svg, across_m };
}

/**
 * @param {SVGSVGElement} svg
 * @param {import("./average.js").Average} found
 */
function drawPoint(svg, { dots, uncertainty_m, spread_m }) {
  const half = Math.max(LEAST_M, 1.3 * uncertainty_m, 2.5 * spread_m);
  const dot = half / 40;
  svg.setAttribute("viewBox", [-half, -half, 2 * half, 2 * half].join(" "));
  svg.append(draw("circle", { class: "held", r: uncertainty_m }));
  for (const { x, y, used } of dots) {
    const kind = used ? "fix" : "fix left-out";
    svg.append(draw("circle", { class: kind, cx: x, cy: -y, r: dot }));
  }
  svg.append(draw("circle", { class: "centre", r: 1.8 * dot }));
  return Math.round(2 * half);
}

/**
 * @param {SVGSVGElement} svg
 * @param {import("./outline.js").Outline} found
 */
function drawOutline(svg, { walked, corners }) {
  const xs = walked.map(({ x }) => x);
  const ys = walked.map(({ y }) => -y);
  const middle = [
    (Math.min(...xs) + Math.max(...xs)) / 2,
    (Math.min(...ys) + Math.max(...ys)) / 2,
  ];
  const half = Math.max(
    LEAST_M,
    0.6 * (Math.max(...xs) - Math.min(...xs)),
    0.6 * (Math.max(...ys) - Math.min(...ys)),
  );
  svg.setAttribute(
    "viewBox",
    [middle[0] - half, middle[1] - half, 2 * half, 2 * half].join(" "),
  );
  const line = corners.map(({ x, y }) => `${x},${-y}`).join(" ");
  svg.append(draw("polygon", { class: "edge", points: line }));
  for (const { x, y } of walked)
    svg.append(draw("circle", { class: "fix", cx: x, cy: -y, r: half / 60 }));
  return Math.round(2 * half);
}

/**
 * @param {string} tag
 * @param {Record<string, string | number>} attributes
 */
function draw(tag, attributes) {
  const element = document.createElementNS(NS, tag);
  for (const [name, value] of Object.entries(attributes))
    element.setAttribute(name, String(value));
  return element;
}
