/** What really happened on a simulated walk: visits, revisits, brief pauses, pass-bys and near misses. */
import { signedDistance } from "../../client/arrival/geometry.js";
import { STEP_S } from "./visitor.js";

const WINDOW = 4 / STEP_S;
const BRIDGE_S = 20;

/**
 * Index of the stop that owns each position of the path, −1 for none. Where zones meet, the deeper one owns
 * the place, but who came for the other stop is there.
 */
function ownersOf(path, stops) {
  return path.map(({ x, y, meant }) => {
    let owner = -1;
    let deepest = 0;
    stops.forEach((stop, index) => {
      const distance = signedDistance(x, y, stop);
      if (distance < 0 && stop.id === meant) {
        owner = index;
        deepest = -Infinity;
      } else if (distance < deepest) {
        deepest = distance;
        owner = index;
      }
    });
    return owner;
  });
}

/** For each step, whether the last four seconds were slow. */
function slowSteps(path, pace) {
  const limit = Math.max(0.6, 0.7 * pace);
  const walked = [0];
  for (let i = 1; i < path.length; i += 1)
    walked.push(
      walked[i - 1] +
        Math.hypot(path[i].x - path[i - 1].x, path[i].y - path[i - 1].y),
    );
  return path.map(
    (_, i) => i >= WINDOW && (walked[i] - walked[i - WINDOW]) / 4 < limit,
  );
}

function presencesOf(owners, index) {
  const spans = [];
  owners.forEach((owner, i) => {
    if (owner !== index) return;
    const last = spans[spans.length - 1];
    if (last && (i - last.to) * STEP_S < BRIDGE_S) {
      last.to = i;
      last.inside += 1;
    } else spans.push({ from: i, to: i, inside: 1 });
  });
  return spans;
}

function kindOf(span, slowTime, passthrough) {
  const seconds = span.inside * STEP_S;
  if (
    (seconds >= 10 && slowTime >= 6) ||
    seconds >= 40 ||
    (passthrough && seconds >= 6)
  )
    return "visit";
  if (slowTime >= 1 && seconds >= 4) return "either";
  if (seconds >= 25) return "either";
  return seconds >= 1.5 ? "pass" : null;
}

function judge(span, stop, owners, index, slow) {
  let slowTime = 0;
  let settled = null;
  for (let i = span.from; i <= span.to; i += 1) {
    if (owners[i] !== index || !slow[i]) continue;
    if (i - span.from >= WINDOW) {
      settled ??= i;
      slowTime += STEP_S;
    }
  }
  const kind = kindOf(
    span,
    slowTime > 0 ? slowTime + 4 - STEP_S : 0,
    stop.passthrough,
  );
  const late =
    kind === "visit" ? Math.min(span.from + WINDOW, span.to) : span.to;
  return { kind, settled: settled ?? late };
}

function nearMisses(path, owners, stop) {
  const spans = [];
  path.forEach(({ x, y }, i) => {
    if (owners[i] !== -1 || signedDistance(x, y, stop) > 4) return;
    const last = spans[spans.length - 1];
    if (last && last.to === i - 1) last.to = i;
    else spans.push({ from: i, to: i });
  });
  return spans;
}

/**
 * @param {import("./visitor.js").Step[]} path
 * @param {object[]} stops stops that may start by themselves
 * @param {number} pace the visitor's own walking pace, m/s
 * @returns {object[]} truth lines in order of time
 */
export function truthOf(path, stops, pace) {
  const owners = ownersOf(path, stops);
  const slow = slowSteps(path, pace);
  const lines = [];
  stops.forEach((stop, index) => {
    let visited = false;
    for (const span of presencesOf(owners, index)) {
      const { kind, settled } = judge(span, stop, owners, index, slow);
      if (!kind) continue;
      const again = visited && kind === "visit" ? "revisit" : kind;
      visited ||= kind === "visit";
      lines.push({
        type: "truth",
        stop: stop.id,
        from: span.from * STEP_S,
        settled: settled * STEP_S,
        to: (span.to + 1) * STEP_S,
        kind: again,
      });
    }
    for (const { from, to } of nearMisses(path, owners, stop)) {
      lines.push({
        type: "truth",
        stop: stop.id,
        from: from * STEP_S,
        settled: from * STEP_S,
        to: (to + 1) * STEP_S,
        kind: "near",
      });
    }
  });
  return lines.sort((a, b) => a.from - b.from);
}
