/** Rows per statement: far below what either database takes as parameters. */
const BATCH = 200;

export function batchesOf<T>(items: readonly T[]): T[][] {
  const count = Math.ceil(items.length / BATCH);
  return Array.from({ length: count }, (_each, at) =>
    items.slice(at * BATCH, (at + 1) * BATCH),
  );
}

/** Lets timers and sockets have their turn: on SQLite a statement holds up the whole process while it runs. */
export function breathe(): Promise<void> {
  return new Promise(resolve => {
    setImmediate(resolve);
  });
}
