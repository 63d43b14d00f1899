/** Rows per statement: far below what either database takes as parameters. */
const BATCH = 200;

/** The items in groups that fit one statement each. */
export function batchesOf<T>(items: readonly T[]): T[][] {
  const count = Math.ceil(items.length / BATCH);
  return Array.from({ length: count }, (_each, at) =>
    items.slice(at * BATCH, (at + 1) * BATCH),
  );
}
