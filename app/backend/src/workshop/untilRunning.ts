import { setTimeout as sleep } from 'node:timers/promises';
import type { ProjectReport } from 'workshop';
import type { WorkshopClient } from './WorkshopClient';

const ASK_EVERY_MS = 250;
/** One that ended so often will not start by being started again. */
const ENDS_MAX = 3;

const lastLines = (report?: ProjectReport) =>
  report?.lines.length
    ? `\nIts last lines:\n${report.lines.join('\n')}`
    : '\nIt said nothing.';

/**
 * Waits until the workshop has a project running, and says how far it is.
 *
 * @throws Error in words for people where it does not start, with the last lines of the server, and where `signal` ends the wait.
 */
export async function untilRunning(
  name: string,
  options: {
    client: WorkshopClient;
    patienceMs: number;
    signal?: AbortSignal;
    say: (words: string) => void;
  },
): Promise<{ url: string }> {
  const { client, patienceMs, signal, say } = options;
  const deadline = performance.now() + patienceMs;
  let seen: string | undefined;
  for (;;) {
    signal?.throwIfAborted();
    const report = await client.report(name);
    const { state = 'waiting for the workshop', url } = report ?? {};
    if (state !== seen) say(`"${name}" is ${state}.`);
    seen = state;
    if (state === 'running' && url) return { url };
    if (state === 'no-port') {
      throw new Error(
        'The workshop has no port left. Unregister a server that a template made, and run this again.',
      );
    }
    if (report && report.ends >= ENDS_MAX) {
      throw new Error(`"${name}" doesn't start.${lastLines(report)}`);
    }
    if (performance.now() > deadline) {
      const seconds = Math.round(patienceMs / 1000);
      throw new Error(
        `"${name}" isn't running after ${seconds} seconds.${lastLines(report)}`,
      );
    }
    await sleep(ASK_EVERY_MS, undefined, { signal });
  }
}
