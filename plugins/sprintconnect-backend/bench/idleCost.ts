import { execFile } from 'node:child_process';
import { rm } from 'node:fs/promises';
import { resolve } from 'node:path';
import { promisify } from 'node:util';
import type { Result } from './Result';
import { quantileOf } from './Samples';
import { newDirectory } from './startBackend';

/** A busy machine gets fewer rounds, but no fewer than it takes for a median. */
const ROUNDS = { atLeast: 5, atMost: 9 };
const BUDGET_MS = 80_000;
const PROBE_TIMEOUT_MS = 60_000;

type Side = 'with' | 'without';
interface Cost {
  startMs: number;
  memoryMb: number;
}

async function probe(side: Side, directory: string): Promise<Cost> {
  const { stdout } = await promisify(execFile)(
    process.execPath,
    [
      '--expose-gc',
      ...process.execArgv,
      resolve(__dirname, 'idleProbe.ts'),
      side,
      directory,
    ],
    { timeout: PROBE_TIMEOUT_MS },
  );
  return JSON.parse(stdout.trim().split('\n').at(-1)!);
}

async function roundsOf(directories: Record<Side, string>) {
  const rounds: Record<Side, Cost>[] = [];
  const round = async () => ({
    without: await probe('without', directories.without),
    with: await probe('with', directories.with),
  });
  // The first start makes the tables; every later one finds them.
  await round();
  const deadline = performance.now() + BUDGET_MS;
  while (
    rounds.length < ROUNDS.atLeast ||
    (rounds.length < ROUNDS.atMost && performance.now() < deadline)
  ) {
    rounds.push(await round());
  }
  return rounds;
}

const median = (values: number[]) => quantileOf(values, 0.5);

/**
 * What the plugin adds to a backend that does nothing. Each round starts one without and one with it, each in a fresh
 * process, one right after the other; of their differences the median counts.
 */
export async function idleCost(): Promise<Result[]> {
  const directories = {
    with: await newDirectory(),
    without: await newDirectory(),
  };
  const rounds = await roundsOf(directories);
  for (const directory of Object.values(directories)) {
    await rm(directory, { recursive: true, force: true });
  }
  const cost = (key: keyof Cost) => ({
    added: median(rounds.map(each => each.with[key] - each.without[key])),
    without: median(rounds.map(each => each.without[key])),
  });
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
