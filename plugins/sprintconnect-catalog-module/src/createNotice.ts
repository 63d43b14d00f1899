/** The catalog shows an entity a moment after it was processed: look soon, and once more to be sure. */
const FIRST_LOOK_MS = 1000;
const LAST_LOOK_MS = 5000;

/**
 * A function to be called whenever something may have changed: looks after a second, however often it is called
 * meanwhile, and once more five seconds after the last call. Looks no more once the signal fires.
 */
export function createNotice(options: {
  look(): Promise<unknown>;
  signal: AbortSignal;
}): () => void {
  const { signal } = options;
  let first: NodeJS.Timeout | undefined;
  let last: NodeJS.Timeout | undefined;
  const look = () => {
    void options.look();
  };
  signal.addEventListener('abort', () => {
    clearTimeout(first);
    clearTimeout(last);
  });
  return () => {
    if (signal.aborted) return;
    first ??= setTimeout(() => {
      first = undefined;
      look();
    }, FIRST_LOOK_MS).unref();
    clearTimeout(last);
    last = setTimeout(look, LAST_LOOK_MS).unref();
  };
}
