import { setTimeout as wait } from 'node:timers/promises';
import type { BenchDatabase } from './benchDatabase';
import { inBlocks } from './door/blocks';
import type { Caller } from './door/postingCaller';
import { CALLED } from './door/prepareDoor';
import { residentMb } from './door/treeCpuMs';
import { type Upstream, withDoor, withUpstream } from './door/withDoor';
import { onEachDatabase } from './onEachDatabase';
import type { Result } from './Result';

/** For each database: BENCH_MINUTES, where ten are too many. */
const MINUTES = Number(process.env.BENCH_MINUTES ?? 10);
const LOAD = 0.8;
const CALLERS = 10;
const SERVERS = 500;

/** Calls at a steady rate for so many minutes. Memory is that of after the first tenth, and at the end. */
async function keepCalling(
  door: { pid: number; caller: Caller },
  callsPerSecond: number,
) {
  const began = performance.now();
  const end = began + MINUTES * 60_000;
  const everyMs = (1_000 * CALLERS) / callsPerSecond;
  let calls = 0;
  let errors = 0;
  let firstMb: number | undefined;
  const lap = async (first: number) => {
    for (let due = first; due < end; due += everyMs) {
      await wait(Math.max(0, due - performance.now()));
      await door.caller.call().catch(() => errors++);
      calls += 1;
      if (performance.now() - began > (end - began) / 10) {
        firstMb ??= residentMb(door.pid);
      }
    }
  };
  await Promise.all(
    Array.from({ length: CALLERS }, (_, index) =>
      lap(began + (everyMs * index) / CALLERS),
    ),
  );
  const lastMb = residentMb(door.pid);
  return { calls, errors, firstMb: firstMb ?? lastMb, lastMb };
}

async function measure(
  database: BenchDatabase,
  upstream: Upstream,
): Promise<Result[]> {
  const { client } = database;
  return withDoor(database, { servers: SERVERS, upstream }, async through => {
    const door = { caller: through.callerOf(CALLED), pid: through.pid };
    const { at } = await inBlocks(
      { at: door },
      { blocks: 5, calls: 1_000, inFlight: CALLERS },
    );
    const seen = await keepCalling(door, at.callsPerSecond * LOAD);
    return [
      {
        what: `errors in ${seen.calls} calls by MCP at ${LOAD * 100} % load (${client})`,
        measured: seen.errors,
        unit: 'errors',
        goal: { atMost: 0 },
      },
      {
        what: `memory of the door after them, to that after the first tenth (${client})`,
        measured: seen.lastMb - seen.firstMb,
        unit: 'MB',
        baseline: { what: 'after the first tenth', value: seen.firstMb },
        goal: { atMost: 50 },
      },
    ];
  });
}

/** Minutes of calls at most of what the door can do, with everything on: no call fails, and memory stays. */
export function doorForLong(): Promise<Result[]> {
  return withUpstream(upstream =>
    onEachDatabase(database => measure(database, upstream)),
  );
}
