import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

export interface Observed {
  /** Delay of the event loop that 1 % of the time exceeds. */
  loopP99Ms: number;
  cpuMs: number;
  /** What stays of it in memory once all garbage is gone: on the heap, and of the process. */
  heapAddedMb: number;
  rssAddedMb: number;
}

/** What is in memory once all garbage is gone. */
function memoryMb() {
  setFlagsFromString('--expose-gc');
  (runInNewContext('gc') as () => void)();
  const { heapUsed, external, rss } = process.memoryUsage();
  return { heap: (heapUsed + external) / 2 ** 20, rss: rss / 2 ** 20 };
}

/** What this process went through while the work was done. */
export async function observed(
  work: () => Promise<unknown>,
): Promise<Observed> {
  const memory = memoryMb();
  const delay = monitorEventLoopDelay({ resolution: 5 });
  delay.enable();
  const before = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(before);
  delay.disable();
  const { heap, rss } = memoryMb();
  return {
    loopP99Ms: delay.percentile(99) / 1e6,
    cpuMs: (user + system) / 1000,
    heapAddedMb: heap - memory.heap,
    rssAddedMb: rss - memory.rss,
  };
}
