/**
 * Reads a number that others change, for many at once. Every answer was read after it was asked for: who asks while a
 * read is under way waits for the next one, since the one under way may have begun before what the asker must see.
 */
export function createRevisionWatch(
  read: () => Promise<number>,
): () => Promise<number> {
  let running: Promise<number> | undefined;
  let next: Promise<number> | undefined;
  const begin = () => {
    const reading: Promise<number> = read().finally(() => {
      if (running === reading) running = undefined;
    });
    running = reading;
    return reading;
  };
  const settled = () => undefined;
  return () => {
    if (!running) return begin();
    next ??= running.then(settled, settled).then(() => {
      next = undefined;
      return begin();
    });
    return next;
  };
}
