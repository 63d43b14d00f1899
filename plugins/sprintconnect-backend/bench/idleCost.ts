import { execFile } from 'node:child_process';
import { resolve } from 'node:path';
import { promisify } from 'node:util';
import type { Result } from './Result';

const ROUNDS = 5;

async function probe(
  side: 'with' | 'without',
): Promise<{ startMs: number; memoryMb: number }> {
  const { stdout } = await promisify(execFile)(process.execPath, [
    '--expose-gc',
    ...process.execArgv,
    resolve(__dirname, 'idleProbe.ts'),
    side,
  ]);
  return JSON.parse(stdout.trim().split('\n').at(-1)!);
}

const median = (values: number[]) =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];

/** What the plugin adds to a backend that does nothing: medians of alternating runs, each in a fresh process. */
export async function idleCost(): Promise<Result[]> {
  const runs = { with: [], without: [] } as Record<
    'with' | 'without',
    Array<Awaited<ReturnType<typeof probe>>>
  >;
  for (let round = 0; round < ROUNDS; round++) {
    runs.without.push(await probe('without'));
    runs.with.push(await probe('with'));
  }
  const cost = (key: 'startMs' | 'memoryMb') => {
    const without = median(runs.without.map(run => run[key]));
    return { added: median(runs.with.map(run => run[key])) - without, without };
  };
  const start = cost('startMs');
  const memory = cost('memoryMb');
  return [
    {
      what: 'start of the backend: time added',
      measured: start.added,
      unit: 'ms',
      baseline: { what: 'without the plugin', value: start.without },
      goal: { atMost: 300 },
    },
    {
      what: 'idle backend: memory added',
      measured: memory.added,
      unit: 'MB',
      baseline: { what: 'without the plugin', value: memory.without },
      goal: { atMost: 60 },
    },
  ];
}
