/**
 * Draws the tour's sign (icon.svg: an arch on a line) as PNG, for home screens that take no SVG.
 *
 * In the SVG's own units, 48 to a side. Each pixel's colour is its distance to the strokes, which
 * gives soft edges without a drawing library.
 */
import { deflateSync } from "node:zlib";

const GROUND = [0xf6, 0xf3, 0xee];
const RUST = [0x8f, 0x35, 0x17];
const CORNER = 8;

/** Distance to the arch "M12 38V23a12 12 0 0 1 24 0v15", stroke 5; negative inside. */
function arch(x, y) {
  if (y > 38) return Infinity;
  const middle =
    y < 23
      ? Math.abs(Math.hypot(x - 24, y - 23) - 12)
      : Math.abs(Math.abs(x - 24) - 12);
  return Math.max(middle - 2.5, y - 38);
}

/** Distance to the line "M7 38h34", stroke 3; negative inside. */
const ground = (x, y) =>
  Math.max(Math.abs(x - 24) - 17, Math.abs(y - 38) - 1.5);

/** Distance to the square of 48 with round corners; negative inside. */
function plate(x, y) {
  const [dx, dy] = [x, y].map((at) => Math.abs(at - 24) - 24 + CORNER);
  return Math.hypot(Math.max(dx, 0), Math.max(dy, 0)) - CORNER;
}

const covered = (distance, unit) =>
  Math.min(Math.max(0.5 - distance * unit, 0), 1);

/** So many steps from the ground's colour to the sign's, and as many from nothing to the ground. */
const STEPS = 7;

/** The colours of an icon, as PNG lists them: ground to sign, then the ground ever fainter. */
const COLOURS = Buffer.from([
  ...Array.from({ length: STEPS + 1 }, (_, step) =>
    GROUND.map((from, part) =>
      Math.round(from + ((RUST[part] - from) * step) / STEPS),
    ),
  ).flat(),
  ...Array.from({ length: STEPS }, () => GROUND).flat(),
]);
const OPACITIES = Buffer.from([
  ...Array.from({ length: STEPS + 1 }, () => 255),
  ...Array.from({ length: STEPS }, (_, step) =>
    Math.round(((STEPS - 1 - step) * 255) / STEPS),
  ),
]);

/**
 * @param {number} size pixels to a side
 * @param {{full?: boolean, scale?: number}} [shape] full: to the corners, for systems that cut them
 *   themselves; scale: of the sign, so that nothing of it is cut off
 * @returns {Buffer} a PNG file
 */
export function drawIcon(size, { full = false, scale = 1 } = {}) {
  const unit = size / 48;
  const line = 1 + size / 2; // a filter byte of 0, then two pixels a byte
  const rows = Buffer.alloc(size * line);
  for (let row = 0; row < size; row++) {
    for (let column = 0; column < size; column++) {
      const [px, py] = [(column + 0.5) / unit, (row + 0.5) / unit];
      const [x, y] = [px, py].map((at) => (at - 24) / scale + 24);
      const ink = covered(Math.min(arch(x, y), ground(x, y)) * scale, unit);
      const alpha = full ? 1 : covered(plate(px, py), unit);
      // The sign does not reach the plate's soft corners: no pixel is half of both.
      const faint = Math.round((1 - alpha) * STEPS);
      const colour = faint > 0 ? STEPS + faint : Math.round(ink * STEPS);
      rows[row * line + 1 + (column >> 1)] |= colour << (column % 2 ? 0 : 4);
    }
  }
  return png(size, rows);
}

/** @param {number} size even @param {Buffer} rows */
function png(size, rows) {
  const head = Buffer.alloc(13);
  head.writeUInt32BE(size, 0);
  head.writeUInt32BE(size, 4);
  head.set([4, 3, 0, 0, 0], 8); // 4 bits, each a colour of the list
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk("IHDR", head),
    chunk("PLTE", COLOURS),
    chunk("tRNS", OPACITIES),
    chunk("IDAT", deflateSync(rows, { level: 9 })),
    chunk("IEND", Buffer.alloc(0)),
  ]);
}

/** @param {string} kind @param {Buffer} data */
function chunk(kind, data) {
  const body = Buffer.concat([Buffer.from(kind, "latin1"), data]);
  const whole = Buffer.alloc(body.length + 8);
  whole.writeUInt32BE(data.length, 0);
  body.copy(whole, 4);
  whole.writeUInt32BE(checksum(body), body.length + 4);
  return whole;
}

/** CRC-32 as PNG asks (ISO 3309); node:zlib has it only from 20.15 on. @param {Buffer} bytes */
function checksum(bytes) {
  let crc = ~0;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++)
      crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return ~crc >>> 0;
}
