import { pause } from '../pace';

/** Work that comes again until it is stopped. */
export interface Repetition {
  /** Waits for the work in hand. */
  stop(): Promise<void>;
}

/**
 * Does `work` at once and then again, each time `everyMs` after the former has ended. What it throws goes to
 * `onError`, unless it is stopped, and it comes again all the same.
 */
export function repeat(options: {
  everyMs: number;
  work(signal: AbortSignal): Promise<void>;
  onError(error: unknown): void;
}): Repetition {
  const { everyMs, work, onError } = options;
  const controller = new AbortController();
  const { signal } = controller;
  const running = (async () => {
    while (!signal.aborted) {
      await work(signal).catch(error => {
        // The database may stop at the same time as we do.
        if (!signal.aborted) onError(error);
      });
      await pause(everyMs, signal);
    }
  })();
  return {
    stop: () => {
      controller.abort();
      return running;
    },
  };
}
