import { rm } from 'node:fs/promises';
import { listWithBareSdk } from './listWithBareSdk';
import type { Result } from './Result';
import { newDirectory, startBackend, type Call } from './startBackend';
import { startFixtures } from './startFixtures';

const SERVERS = 1000;
/** As many as a worker discovers at once. */
const AT_ONCE = 8;
const PATIENCE_MS = 120_000;

const bodyOf = (index: number, urlOf: (name: string) => string) => ({
  name: `server-${index}`,
  environment: 'development',
  remotes: [{ type: 'streamable-http', url: urlOf(`s${index}`) }],
});

/** From the first to the last of 1,000 snapshots, made by one worker process that finds their jobs waiting. */
export async function discoveryOfMany(): Promise<Result[]> {
  const fixtures = await startFixtures();
  const directory = await newDirectory();
  // Each new server would be probed as well, which the bare SDK is not asked for; `healthProbes` measures that.
  const common = { upstreamPort: fixtures.port, directory, withProbes: false };
  try {
    const door = await startBackend({ ...common, roles: ['api'] });
    await eachAtOnce(index =>
      door.call('POST', '/api/sprintconnect/v1/servers', {
        body: bodyOf(index, fixtures.url),
        expect: 201,
      }),
    );
    await door.stop();

    const backend = await startBackend({ ...common, roles: ['api', 'worker'] });
    const seconds = await discoveriesTook(backend.call);
    await backend.stop();
    const bareSeconds = await eachAtOnce(index =>
      listWithBareSdk(fixtures.url(`s${index}`)),
    );
    const measured = (SERVERS - 1) / seconds;
    const value = SERVERS / bareSeconds;
    const what = `bare SDK, same lists, ${AT_ONCE} at once`;
    return [
      {
        what: `${SERVERS} servers discovered by one worker`,
        measured,
        unit: 'servers/s',
        baseline: { what, value },
        goal: { atLeast: 50 },
      },
      {
        // A slow machine is slow for both. One whose load changes between them says nothing: then measure again.
        what: 'discoveries by one worker, of the rate of the bare SDK',
        measured: measured / value,
        unit: 'of 1',
        goal: { atLeast: 0.2 },
      },
    ];
  } finally {
    fixtures.stop();
    await rm(directory, { recursive: true, force: true });
  }
}

/** Does the work for every server and gives the seconds that all took. */
async function eachAtOnce(work: (index: number) => Promise<unknown>) {
  const started = performance.now();
  let next = 0;
  const one = async () => {
    while (next < SERVERS) await work(next++);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, one));
  return (performance.now() - started) / 1000;
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
