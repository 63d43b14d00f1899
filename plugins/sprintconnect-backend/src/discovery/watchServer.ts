import type { Upstream, UpstreamTarget } from '../upstream';
import { pause } from '../pace';

export interface WatchTiming {
  /** From the first announcement of a change to the request for a discovery. */
  debounceMs: number;
  /** Shortest time between two requests, however often the server announces. */
  gapMs: number;
  /** First wait before connecting again; doubles up to `backoffMaxMs`. */
  backoffMs: number;
  backoffMaxMs: number;
  /** A connection that held this long counts as good. */
  steadyMs: number;
}

export const watchTiming: WatchTiming = {
  debounceMs: 1_000,
  gapMs: 10_000,
  backoffMs: 1_000,
  backoffMaxMs: 60_000,
  steadyMs: 30_000,
};

export interface Watch {
  upstream: Pick<Upstream, 'connect'>;
  target: UpstreamTarget;
  timing: WatchTiming;
  /** The server says that its lists changed, or may have said so while nobody listened. */
  onChanged(): void;
  signal: AbortSignal;
}

/**
 * Listens to one server until the signal ends it, connecting again when the server goes away.
 *
 * @returns Early, and only then, when the server announces nothing.
 */
export async function watchServer(watch: Watch): Promise<void> {
  const { timing, signal } = watch;
  const announcements = debounce(watch);
  let failures = 0;
  let everListened = false;
  try {
    while (!signal.aborted) {
      const since = performance.now();
      const outcome = await listenOnce(watch, announcements, everListened);
      if (outcome === 'silent') return;
      everListened ||= outcome === 'ended';
      const steady =
        outcome === 'ended' && performance.now() - since >= timing.steadyMs;
      failures = steady ? 0 : failures + 1;
      await pause(backoff(failures, timing), signal);
    }
  } finally {
    announcements.cancel();
  }
}

async function listenOnce(
  { upstream, target, signal }: Watch,
  announcements: { hear(): void },
  missedSome: boolean,
): Promise<'silent' | 'failed' | 'ended'> {
  let connection;
  const over = new AbortController();
  try {
    connection = await upstream.connect(target, signal);
  } catch {
    return 'failed'; // discovery tells people what is wrong with the server
  }
  try {
    const listening = connection.onListChanged(announcements.hear);
    if (!listening) return 'silent';
    const end = await listening;
    if (missedSome) announcements.hear();
    await Promise.race([connection.closed, aborted(signal, over.signal)]);
    end();
    return 'ended';
  } catch {
    return 'failed';
  } finally {
    over.abort();
    await connection.close();
  }
}

/** Joins announcements that come together, and holds back those of a server that cannot stop. */
function debounce({ onChanged, timing, signal }: Watch) {
  let timer: NodeJS.Timeout | undefined;
  let last = -Infinity;
  return {
    hear: () => {
      if (timer || signal.aborted) return;
      const earliest = last + timing.gapMs - performance.now();
      timer = setTimeout(
        () => {
          timer = undefined;
          last = performance.now();
          onChanged();
        },
        Math.max(timing.debounceMs, earliest),
      );
    },
    cancel: () => clearTimeout(timer),
  };
}

function backoff(failures: number, { backoffMs, backoffMaxMs }: WatchTiming) {
  const longest = Math.min(
    backoffMaxMs,
    backoffMs * 2 ** Math.min(failures, 20),
  );
  return longest * (0.5 + Math.random() / 2);
}

/** Once the signal aborts. Listens until `over`: the signal outlives thousands of connections. */
function aborted(signal: AbortSignal, over: AbortSignal): Promise<void> {
  return new Promise(resolve => {
    if (signal.aborted) resolve();
    signal.addEventListener('abort', () => resolve(), { signal: over });
  });
}
