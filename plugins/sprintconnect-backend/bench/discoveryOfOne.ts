import { listWithBareSdk } from './listWithBareSdk';
import type { Result } from './Result';
import { Samples } from './Samples';
import { startBackend, type Call } from './startBackend';
import { startFixtures } from './startFixtures';

const WARM_UP = 20;
const ROUNDS = 200;
const PATIENCE_MS = 30_000;

/** Asks for a discovery and waits for its end, as a page does, but without pauses between the looks. */
async function discover(call: Call, serverId: string) {
  const { jobId } = await call(
    'POST',
    `/api/sprintconnect/v1/servers/${serverId}/discover`,
    { expect: 202 },
  );
  const deadline = performance.now() + PATIENCE_MS;
  while (performance.now() < deadline) {
    const job = await call('GET', `/api/sprintconnect/v1/jobs/${jobId}`);
    if (job.state === 'succeeded') return;
    if (job.state !== 'queued' && job.state !== 'running')
      throw new Error(`The discovery ended as ${job.state}: ${job.error}`);
  }
  throw new Error(`The discovery took longer than ${PATIENCE_MS} ms`);
}

/** One warm server of 20 tools, from `POST …/discover` to the finished job, beside the bare SDK doing the same lists. */
export async function discoveryOfOne(): Promise<Result[]> {
  const fixtures = await startFixtures();
  const backend = await startBackend({
    upstreamPort: fixtures.port,
    roles: ['api', 'worker', 'scheduler'],
  });
  try {
    const url = fixtures.url('one');
    const server = await backend.call('POST', '/api/sprintconnect/v1/servers', {
      body: {
        name: 'one',
        environment: 'development',
        remotes: [{ type: 'streamable-http', url }],
      },
      expect: 201,
    });
    for (let round = 0; round < WARM_UP; round++) {
      await discover(backend.call, server.id);
      await listWithBareSdk(url);
    }
    const whole = new Samples();
    const bare = new Samples();
    for (let round = 0; round < ROUNDS; round++) {
      await whole.time(() => discover(backend.call, server.id));
      await bare.time(() => listWithBareSdk(url));
    }
    return [
      {
        what: 'discovery of one warm server, 20 tools, p50',
        measured: whole.quantile(0.5),
        unit: 'ms',
        baseline: { what: 'bare SDK, same lists', value: bare.quantile(0.5) },
        goal: { atMost: 50 },
      },
    ];
  } finally {
    await backend.stop();
    fixtures.stop();
  }
}
