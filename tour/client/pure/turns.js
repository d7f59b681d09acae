/**
 * A few at once, in order. After the first fault nothing new is begun; it is told when everything that was
 * begun has ended, so that nothing goes on behind the back of whoever comes next.
 *
 * @template T
 * @param {T[]} items
 * @param {number} atOnce
 * @param {(item: T) => Promise<void>} work
 */
export async function inTurns(items, atOnce, work) {
  const left = [...items];
  /** @type {unknown[]} */
  const faults = [];
  await Promise.all(
    Array.from({ length: atOnce }, async () => {
      while (left.length > 0 && faults.length === 0)
        await work(/** @type {T} */ (left.shift())).catch((fault) =>
          faults.push(fault),
        );
    }),
  );
  if (faults.length > 0) throw faults[0];
}
