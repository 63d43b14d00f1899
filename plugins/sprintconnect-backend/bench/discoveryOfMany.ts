import type { Result } from './Result';
import { startBackend } from './startBackend';
import { startFixtures } from './startFixtures';

const SERVERS = 1000;
const TIME_LIMIT_MS = 120_000;

/** From the moment 1,000 registered servers may be discovered until the last has its snapshot: one worker process. */
export async function discoveryOfMany(): Promise<Result[]> {
  const fixtures = await startFixtures();
  const backend = await startBackend({
    upstreamPort: fixtures.port,
    roles: ['api', 'worker', 'scheduler'],
  });
  try {
    const started = performance.now();
    for (let index = 0; index < SERVERS; index++) {
      await backend.call('POST', '/api/sprintconnect/v1/servers', {
        body: {
          name: `server-${index}`,
          environment: 'development',
          remotes: [
            { type: 'streamable-http', url: fixtures.url(`s${index}`) },
          ],
        },
        expect: 201,
      });
    }
    const registered = performance.now();
    let discovered = 0;
    while (discovered < SERVERS) {
      if (performance.now() - started > TIME_LIMIT_MS)
        throw new Error(`Only ${discovered} of ${SERVERS} were discovered`);
      await new Promise(resolve => setTimeout(resolve, 100));
      discovered = await countDiscovered(backend.call);
    }
    const seconds = (performance.now() - started) / 1000;
    return [
      {
        what: `${SERVERS} servers registered and discovered, one worker`,
        measured: SERVERS / seconds,
        unit: 'servers/s',
        baseline: {
          what: 'registering them alone',
          value: (SERVERS * 1000) / (registered - started),
        },
        goal: { atLeast: 50 },
      },
    ];
  } finally {
    await backend.stop();
    fixtures.stop();
  }
}

async function countDiscovered(
  call: Awaited<ReturnType<typeof startBackend>>['call'],
): Promise<number> {
  let cursor = '';
  let found = 0;
  do {
    const page = await call(
      'GET',
      `/api/sprintconnect/v1/servers?limit=200&fields=snapshot${cursor}`,
    );
    found += page.items.filter((server: any) => server.snapshot.current).length;
    cursor = page.nextCursor
      ? `&cursor=${encodeURIComponent(page.nextCursor)}`
      : '';
  } while (cursor);
  return found;
}
