import { find, findAll } from "../dom.js";
import { windowAround } from "./order.js";

/**
 * The plan that moves along: the stop that is heard is marked and in the middle.
 *
 * @param {HTMLElement} place
 */
export function movingPlan(place) {
  const svg = /** @type {SVGSVGElement | null} */ (find("svg", place));
  const { x, y, width, height } = svg?.viewBox.baseVal ?? new DOMRect();
  const whole = { x, y, width, height };
  return {
    /**
     * @param {string} id
     * @returns {boolean} whether the stop is on the plan
     */
    show(id) {
      for (const dot of findAll("[data-dot]", place))
        dot.classList.toggle("here", dot.dataset.dot === id);
      const circle = find("[data-dot].here circle", place);
      const shown = circle
        ? windowAround(
            whole,
            Number(circle.getAttribute("cx")),
            Number(circle.getAttribute("cy")),
          )
        : whole;
      svg?.setAttribute(
        "viewBox",
        [shown.x, shown.y, shown.width, shown.height].join(" "),
      );
      return circle !== null;
    },
  };
}
