/**
 * A process of its own, started with `--expose-gc` and two numbers: so many probes and so many discoveries. Prints what is
 * alive after the first tenth of them, at the end, and of a long run after each tenth between, each as one JSON line:
 * an {@link Alive}.
 */
import { getEventListeners } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { queryObjects } from 'node:v8';
import type { Remote } from '@sprintconnect/plugin-sprintconnect-common';
import { FinalJobError } from '../../src/ports';
import { UpstreamError } from '../../src/upstream';
import { forkPorts } from '../forkPorts';
import { openSoakWorld } from './openSoakWorld';

/** What there is once all work is over and all garbage is collected. */
export interface Alive {
  probes: number;
  probesFailed: number;
  discoveries: number;
  discoveriesFailed: number;
  heapMb: number;
  signals: number;
  /** On the signal under which all work was done. */
  listeners: number;
  timers: number;
  sockets: number;
}

const SERVERS = 200;
const TENTHS = 10;
/** Longer than any server rests: in each round all of them are due. */
const ROUND_MS = 3_600_000;
/** Sockets that are kept for the next request go within this. */
const SETTLE_MS = 15_000;
const DISCOVERIES_AT_ONCE = 8;
const PROBES_AT_ONCE = 50;

/** Of twenty servers seven are one of these each; the others are modern and answer as JSON. */
const BEHAVIOURS = [
  'modern-stream',
  'legacy',
  'legacy-stream',
  'sse',
  'refuses',
  'breaks',
  'redirects',
];
/** There is one of each, because a whole round waits for it when it fails. */
const SLOW_FAILURES = ['garbage', 'hangs'];

const behaviourOf = (index: number) =>
  SLOW_FAILURES[index - BEHAVIOURS.length] ??
  BEHAVIOURS[index % 20] ??
  'modern';

type World = Awaited<ReturnType<typeof openSoakWorld>>;

async function main() {
  const [probes, discoveries] = process.argv.slice(2).map(Number);
  // In each round a job probes all servers, and each is probed under the signal that outlives all.
  const rounds = Math.ceil(probes / (2 * SERVERS));
  const fixture = await forkPorts('soak/moodyFixture.ts');
  const world = await openSoakWorld();
  const { signal } = new AbortController();
  const done = {
    probes: 0,
    probesFailed: 0,
    discoveries: 0,
    discoveriesFailed: 0,
  };
  const remotes = remotesAt(fixture.ports);
  const ids = await Promise.all(
    remotes.map((remote, index) => world.register(`server-${index}`, remote)),
  );
  await Promise.all(
    ids.map(serverId => world.run('probe-server', { serverId }, signal)),
  );
  for (let round = 1; round <= rounds; round++) {
    const until = Math.round((discoveries * round) / rounds);
    await Promise.all([
      probeInJob(world, signal),
      probeEach(world, { remotes, done, signal }),
      discover(world, { ids, until, done, signal }),
    ]);
    if (isTold(round, rounds)) {
      const stock = await takeStock(signal);
      await count(world, done);
      const alive: Alive = { ...done, ...stock };
      process.stdout.write(`${JSON.stringify(alive)}\n`);
    }
  }
  fixture.stop();
  await world.close();
  process.exit(0);
}

/** Each tenth of a long run; of a short one, where stock-taking would be most of it, the first and the last. */
function isTold(round: number, rounds: number): boolean {
  const tenth = Math.ceil(rounds / TENTHS);
  if (round === tenth || round === rounds) return true;
  return rounds >= 1_000 && round % tenth === 0;
}

function remotesAt(ports: readonly number[]): Remote[] {
  return Array.from({ length: SERVERS }, (_, index) => {
    const behaviour = behaviourOf(index);
    const type = behaviour === 'sse' ? 'sse' : 'streamable-http';
    const port = ports[index % ports.length];
    return { type, url: `http://127.0.0.1:${port}/${behaviour}/${index}/mcp` };
  });
}

async function probeInJob(world: World, signal: AbortSignal) {
  world.pass(ROUND_MS);
  const from = world.clock.now();
  const until = new Date(from.getTime() + 1_000).toISOString();
  const batch = { from: from.toISOString(), until, perSecond: SERVERS };
  await world.run('probe-batch', batch, signal);
}

async function probeEach(
  world: World,
  work: {
    remotes: readonly Remote[];
    done: { probes: number; probesFailed: number };
    signal: AbortSignal;
  },
) {
  const { remotes, done, signal } = work;
  let next = 0;
  const one = async () => {
    while (next < remotes.length) {
      const remote = remotes[next++];
      done.probes++;
      try {
        await world.probe(remote.url, remote, signal);
      } catch (error) {
        if (!(error instanceof UpstreamError)) throw error;
        done.probesFailed++;
      }
    }
  };
  await Promise.all(Array.from({ length: PROBES_AT_ONCE }, one));
}

async function discover(
  world: World,
  work: {
    ids: readonly string[];
    until: number;
    done: { discoveries: number; discoveriesFailed: number };
    signal: AbortSignal;
  },
) {
  const { ids, until, done, signal } = work;
  const one = async () => {
    while (done.discoveries < until) {
      // Each behaviour has its turn, also where a round has only a few discoveries.
      const serverId = ids[(done.discoveries++ * 21) % SERVERS];
      try {
        await world.run('discover-server', { serverId }, signal);
      } catch (error) {
        if (!(error instanceof FinalJobError)) throw error;
        done.discoveriesFailed++;
      }
    }
  };
  await Promise.all(Array.from({ length: DISCOVERIES_AT_ONCE }, one));
}

/** Counts the rows that jobs wrote of probes, and removes them: SQLite keeps them beside the heap. */
async function count(
  { knex }: World,
  done: { probes: number; probesFailed: number },
) {
  const [{ all }] = await knex('probes').count({ all: '*' });
  const [{ bad }] = await knex('probes')
    .where({ ok: false })
    .count({ bad: '*' });
  done.probes += Number(all);
  done.probesFailed += Number(bad);
  await knex('probes').delete();
}

async function takeStock(signal: AbortSignal) {
  // At once: a timer that stays is gone when its time is over.
  const timers = resources('Timeout');
  const deadline = performance.now() + SETTLE_MS;
  while (resources('TCPSocketWrap') > 0 && performance.now() < deadline) {
    await sleep(100);
  }
  // Several times, because what is finalised lets go of more.
  for (let times = 0; times < 5; times++) {
    globalThis.gc!();
    await sleep(20);
  }
  return {
    heapMb: process.memoryUsage().heapUsed / 1024 / 1024,
    signals: queryObjects(AbortSignal, { format: 'count' }),
    listeners: getEventListeners(signal, 'abort').length,
    timers,
    sockets: resources('TCPSocketWrap'),
  };
}

function resources(kind: string): number {
  return process.getActiveResourcesInfo().filter(each => each === kind).length;
}

void main();
