import { Samples } from '../Samples';
import type { Caller } from './postingCaller';
import { treeCpuMs } from './treeCpuMs';

/** Somebody who is called: the server itself, the door, or a gateway of others. */
export interface Way {
  caller: Caller;
  /** Whose processor time counts, with that of the processes it started. */
  pid: number;
}

/** What a way did in all of its blocks. */
export interface Measured {
  /** Durations in milliseconds. */
  samples: Samples;
  callsPerSecond: number;
  /** Processor time. */
  cpuMsPerCall: number;
}

/**
 * Calls each way in turn, block after block, so that what the machine does besides meets all of them. `inFlight` calls are under way at
 * once.
 */
export async function inBlocks<Name extends string>(
  ways: Record<Name, Way>,
  {
    blocks,
    calls,
    inFlight,
  }: { blocks: number; calls: number; inFlight: number },
): Promise<Record<Name, Measured>> {
  const names = Object.keys(ways) as Name[];
  const sums = Object.fromEntries(
    names.map(name => [name, { samples: new Samples(), seconds: 0, cpuMs: 0 }]),
  ) as Record<Name, { samples: Samples; seconds: number; cpuMs: number }>;
  for (let block = -1; block < blocks; block++) {
    for (const name of names) {
      const { caller, pid } = ways[name];
      // The first block is not measured.
      const into = block < 0 ? new Samples() : sums[name].samples;
      const cpu = treeCpuMs(pid);
      const started = performance.now();
      let left = calls;
      await Promise.all(
        Array.from({ length: inFlight }, async () => {
          while (left-- > 0) await into.time(() => caller.call());
        }),
      );
      if (block < 0) continue;
      sums[name].seconds += (performance.now() - started) / 1000;
      sums[name].cpuMs += treeCpuMs(pid) - cpu;
    }
  }
  const all = blocks * calls;
  return Object.fromEntries(
    names.map(name => {
      const { samples, seconds, cpuMs } = sums[name];
      return [
        name,
        { samples, callsPerSecond: all / seconds, cpuMsPerCall: cpuMs / all },
      ];
    }),
  ) as Record<Name, Measured>;
}
