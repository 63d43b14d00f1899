import { rm } from 'node:fs/promises';
import type { Result } from './Result';
import { newDirectory, startBackend, type Call } from './startBackend';
import { startFixtures } from './startFixtures';

const SERVERS = 1000;
const PATIENCE_MS = 120_000;

/** From the first to the last of 1,000 snapshots, made by one worker process that finds their jobs waiting. */
export async function discoveryOfMany(): Promise<Result[]> {
  const fixtures = await startFixtures();
  const directory = await newDirectory();
  const common = { upstreamPort: fixtures.port, directory };
  try {
    const door = await startBackend({ ...common, roles: ['api'] });
    const registrationsPerSecond = await register(door.call, fixtures.url);
    await door.stop();

    const backend = await startBackend({ ...common, roles: ['api', 'worker'] });
    const seconds = await discoveriesTook(backend.call);
    await backend.stop();
    return [
      {
        what: `${SERVERS} servers discovered by one worker`,
        measured: SERVERS / seconds,
        unit: 'servers/s',
        baseline: {
          what: 'registering them one by one',
          value: registrationsPerSecond,
        },
        goal: { atLeast: 50 },
      },
    ];
  } finally {
    fixtures.stop();
    await rm(directory, { recursive: true, force: true });
  }
}

async function register(call: Call, urlOf: (name: string) => string) {
  const started = performance.now();
  for (let index = 0; index < SERVERS; index++) {
    await call('POST', '/api/sprintconnect/v1/servers', {
      body: {
        name: `server-${index}`,
        environment: 'development',
        remotes: [{ type: 'streamable-http', url: urlOf(`s${index}`) }],
      },
      expect: 201,
    });
  }
  return (SERVERS * 1000) / (performance.now() - started);
}

/** Looks seldom, because each look is work that the worker's process does as well. */
async function discoveriesTook(call: Call): Promise<number> {
  const deadline = performance.now() + PATIENCE_MS;
  let times: number[] = [];
  while (times.length < SERVERS) {
    if (performance.now() > deadline) {
      throw new Error(`Only ${times.length} of ${SERVERS} were discovered`);
    }
    await new Promise(resolve => setTimeout(resolve, 3000));
    times = await discoveryTimes(call);
  }
  return (Math.max(...times) - Math.min(...times)) / 1000;
}

async function discoveryTimes(call: Call): Promise<number[]> {
  const times: number[] = [];
  let cursor = '';
  do {
    const page = await call(
      'GET',
      `/api/sprintconnect/v1/servers?limit=200&fields=snapshot,lastDiscoveredAt${cursor}`,
    );
    for (const { snapshot, lastDiscoveredAt } of page.items) {
      if (snapshot.current) times.push(Date.parse(lastDiscoveredAt));
    }
    cursor = page.nextCursor
      ? `&cursor=${encodeURIComponent(page.nextCursor)}`
      : '';
  } while (cursor);
  return times;
}
