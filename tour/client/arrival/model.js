/**
 * What the engine believes about people, phones and places. Every number has a unit and a meaning in the
 * world; none belongs to a particular site. Seconds, metres and metres per second throughout.
 */

/** How a visitor moves. Per mode: speed is the usual velocity per axis, memory how long it lasts. */
export const MODES = Object.freeze([
  Object.freeze({ name: "still", speed: 0.08, memory: 2 }),
  Object.freeze({ name: "stroll", speed: 0.58, memory: 6 }),
  Object.freeze({ name: "walk", speed: 1.11, memory: 25 }),
]);

export const STILL = 0;
export const STROLL = 1;
export const WALK = 2;

/** The speed of who walks: one's own pace, learnt while walking. */
export const PACE = Object.freeze({
  usual: 1.28,
  spread: 0.25,
  memory: 24, // seconds for which a deviation from it lasts
  prior: 60, // seconds of walking that the usual pace is worth
  learning: 300, // seconds over which one's own is averaged
});

/** How often a visitor changes from one mode to another, times per second; halts depend on the place. */
export const CHANGES = Object.freeze({
  slowPerHalt: 0.26, // a walker begins to stroll this often for each time one halts
  stillToWalk: 1 / 60,
  stillToStroll: 1 / 55,
  strollToStill: 1 / 15,
  strollToWalk: 1 / 19,
});

/**
 * What people do at a place. halt: times per second that a walker halts; setOff: how much oftener than usual
 * one who stands or strolls walks on; first: how many times more people already stand there when the first
 * fix comes.
 */
export const HABITS = Object.freeze({
  elsewhere: Object.freeze({ halt: 1 / 68, setOff: 1.2, first: 1 }),
  stop: Object.freeze({ halt: 1 / 17, setOff: 0.96, first: 12 }), // about half of those who enter a zone halt in it
  visited: Object.freeze({ halt: 1 / 40, setOff: 1, first: 4 }),
  rest: Object.freeze({ halt: 1 / 17, setOff: 1, first: 12 }),
});

/** Share of the time in each mode when nothing is known yet. */
export const FIRST_MODES = Object.freeze([0.4, 0.1, 0.5]);

/**
 * The error of a position fix: two slowly wandering biases (first-order Gauss–Markov), as shares of the
 * standard deviation that the phone's accuracy means, and independent noise.
 */
export const ERRORS = Object.freeze({
  fastShare: 0.87,
  fastMemory: 26,
  slowShare: 0.43,
  slowMemory: 150,
  noise: 0.6,
  noiseShare: 0.07,
});

/**
 * Phones claim too much or too little. `scales` are the factors tried in parallel, `prior` how likely each is
 * before the phone has shown itself, `memory` how long what it has shown is believed.
 */
export const TRUST = Object.freeze({
  scales: Object.freeze([0.35, 0.6, 1, 1.7, 2.9]),
  prior: Object.freeze([0.07, 0.23, 0.4, 0.23, 0.07]),
  memory: 200,
});

/** Jumps: fixes that land somewhere else for a while, with a small claimed accuracy. */
export const JUMPS = Object.freeze({
  rate: 1 / 150, // times per second; counts every kind of surprise, not only teleports
  length: 8,
  size: 60, // spread of where they land
  longest: 20, // after this long the visitor really is there
  silence: 6, // after so long without a fix a surprise is no jump: the visitor has walked on
});

/** The phone's own speed, as a measurement of velocity. */
export const SPEED = Object.freeze({
  noise: 0.26, // of a good (Doppler) speed; what the speed shows of its own noise comes on top
  nothing: 0.3, // below this phones round to 0 and give no heading
  surprise: 0.01, // density left to any other explanation
});

/** Which fixes are no news, and what an accuracy figure means. */
export const SCREEN = Object.freeze({
  oldest: 4, // a fix this much older than the phone's usual delay is stale
  clockSet: 3, // as many fixes of the same age after another, and it is not they that are stale
  clockDrift: 0.02, // seconds per second by which the usual delay may grow
  sigmasPerAccuracy: 1 / 1.575, // 68 % of a two-dimensional error lie within 1.5 standard deviations
  finest: 1.5, // no phone is better than this
  sameAccuracy: 20, // as many equal figures in a row, and it is a constant, not a measurement
  coarseConstant: 10, // … if it is at least this
  usualAccuracy: 8, // taken instead of a constant
  movingSpeeds: 4, // a phone must have reported so many speeds above 0 before its 0 is believed
  noisiestSpeed: 0.2, // (m/s)²; noisier, and it is no measurement but the trembling of the positions
  speedMemory: 0.03, // weight of the newest difference between two speeds
});

/** When the clocks tell that the phone has slept. */
export const SLEEP = Object.freeze({
  leap: 20, // seconds by which the wall clock has outrun the steady one at once
});

/** When a belief becomes a start. */
export const DECISION = Object.freeze({
  haltsAtStops: 11, // who stands still is so many times more probably inside a zone than on as much open ground
  haltsAtVisited: 4, // … inside the zone of a stop they have already visited
  haltsAtRests: 100, // … on a known bench
  restRadius: 3,
  rim: 1, // a zone is taken this much wider: its edge is not painted on the ground
  warmUp: 8, // seconds after the first fix before which nothing starts: a phone's first fixes are its worst
  doubt: 1.05, // a position is less certain than the filters say, by this factor
  patience: 2.5, // seconds over which the probability is averaged
  sure: 0.6, // averaged probability that starts a stop
  passPatience: 2.7, // the same for a stop that also counts when walked through
  passSure: 0.42,
  longStay: 34, // as many seconds of probable presence count at any pace (walking along a wall)
  gone: 0.1, // probability below which the visitor has left
  away: 38, // seconds after which having left is final
  heard: 3, // a start whose stop was occupied for less than this was a pass-by: the stop is armed again
  glance: 18, // … for less than this, it was a short look: armed again when the visitor stays away
  crossed: 2.8, // … the same for a stop that counts when walked through
  stepBack: 65, // seconds of absence that are no step back for a photograph
  silence: 8, // seconds without a fix during which the last belief is still acted upon
  lost: 120, // seconds without a fix after which everything about the place is forgotten
});

/** When a stop whose own position is uncertain may be offered. */
export const OFFER = Object.freeze({
  sure: 0.6, // averaged probability of halting within zone and uncertainty together
  patience: 5,
  clearer: 2, // so many times likelier than the next uncertain stop
  widest: 60, // a position less certain than this says nothing fair
  again: 600, // the same offer is not repeated sooner
});
