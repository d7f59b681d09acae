/** Points spread like a two-dimensional normal distribution of variance 1 per axis (a sunflower's spiral). @param {number} count */
export function normalPoints(count) {
  const golden = Math.PI * (3 - Math.sqrt(5));
  return Array.from({ length: count }, (_, i) => {
    const radius = Math.sqrt(-2 * Math.log(1 - (i + 0.5) / count));
    return {
      x: radius * Math.cos(i * golden),
      y: radius * Math.sin(i * golden),
    };
  });
}

/** Where an uncertain position is asked about. */
export const POINTS = normalPoints(32);
