import { fork } from 'node:child_process';
import { resolve } from 'node:path';
import { createInterface } from 'node:readline';
import type { Result } from './Result';
import type { Alive } from './soak/soakProcess';

const PROBES = 1_000_000;
const DISCOVERIES = 100_000;
/** What Node itself has. What stays of each probe for the time that it may take would be some hundreds. */
const LEFT_MAX = 10;

/**
 * A million probes and a hundred thousand discoveries of servers of every kind, well and broken: what is alive afterwards
 * is what was alive after the first tenth. Says on stderr after each tenth how it stands.
 */
export async function soak(): Promise<Result[]> {
  const stock = await run(PROBES, DISCOVERIES);
  const [first] = stock;
  const last = stock[stock.length - 1];
  const baseline = (value: number) => ({
    what: 'after the first tenth',
    value,
  });
  const left = (kind: 'signals' | 'listeners' | 'timers' | 'sockets') => ({
    what: `${kind} after ${last.probes} probes and ${last.discoveries} discoveries`,
    measured: last[kind],
    unit: 'left' as const,
    baseline: baseline(first[kind]),
    goal: { atMost: LEFT_MAX },
  });
  return [
    {
      what: 'heap after collection, to what it was after the first tenth',
      measured: last.heapMb - first.heapMb,
      unit: 'MB',
      baseline: baseline(first.heapMb),
      goal: { atMost: 5 },
    },
    left('signals'),
    left('listeners'),
    left('timers'),
    left('sockets'),
  ];
}

async function run(probes: number, discoveries: number): Promise<Alive[]> {
  const child = fork(
    resolve(__dirname, 'soak/soakProcess.ts'),
    [String(probes), String(discoveries)],
    {
      execArgv: [...process.execArgv, '--expose-gc'],
      stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
    },
  );
  const stock: Alive[] = [];
  for await (const line of createInterface(child.stdout!)) {
    process.stderr.write(`${line}\n`);
    stock.push(JSON.parse(line));
  }
  if (stock.length < 2) throw new Error('The soak ended before its time');
  return stock;
}
