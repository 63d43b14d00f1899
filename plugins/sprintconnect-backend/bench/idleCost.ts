import { execFile } from 'node:child_process';
import { rm } from 'node:fs/promises';
import { resolve } from 'node:path';
import { promisify } from 'node:util';
import type { Result } from './Result';
import { newDirectory } from './startBackend';

const ROUNDS = 5;

type Side = 'with' | 'without';
interface Cost {
  startMs: number;
  memoryMb: number;
}

async function probe(side: Side, directory: string): Promise<Cost> {
  const { stdout } = await promisify(execFile)(process.execPath, [
    '--expose-gc',
    ...process.execArgv,
    resolve(__dirname, 'idleProbe.ts'),
    side,
    directory,
  ]);
  return JSON.parse(stdout.trim().split('\n').at(-1)!);
}

const median = (values: number[]) =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];

async function runsOf(directories: Record<Side, string>) {
  const runs: Record<Side, Cost[]> = { with: [], without: [] };
  for (let round = 0; round <= ROUNDS; round++) {
    for (const side of ['without', 'with'] as const) {
      const cost = await probe(side, directories[side]);
      // The first start makes the tables; every later one finds them.
      if (round > 0) runs[side].push(cost);
    }
  }
  return runs;
}

/** What the plugin adds to a backend that does nothing: medians of alternating runs, each in a fresh process. */
export async function idleCost(): Promise<Result[]> {
  const directories = {
    with: await newDirectory(),
    without: await newDirectory(),
  };
  const runs = await runsOf(directories);
  for (const directory of Object.values(directories)) {
    await rm(directory, { recursive: true, force: true });
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
