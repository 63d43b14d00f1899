import type { Result } from './Result';
import { Samples } from './Samples';
import { startBackend, type Call } from './startBackend';

const SERVERS = 10_000;
const MEASURED_POSTS = 1000;
const READS = 1000;
const READS_OF_EACH_ORDER = 200;
/** Lists as people ask for them: in another order, by a part of a name, by a name with a typing mistake. */
const LISTS = [
  { query: 'orderBy=-health', atMost: 20 },
  { query: 'orderBy=lastDiscoveredAt', atMost: 20 },
  { query: 'orderBy=-tools', atMost: 20 },
  { query: 'q=server-99', atMost: 20 },
  { query: 'q=sevrer-99', atMost: 60 },
];
const WRITERS = 8;

const body = (index: number) => ({
  name: `server-${index}`,
  environment: ['development', 'staging', 'production'][index % 3],
  remotes: [
    { type: 'streamable-http', url: `http://127.0.0.1:9/${index}/mcp` },
  ],
  tags: [`team-${index % 40}`],
  owner: `group:default/team-${index % 40}`,
});

async function fill(call: Call, from: number) {
  let next = from;
  const writer = async () => {
    while (next < SERVERS)
      await call('POST', '/api/sprintconnect/v1/servers', {
        body: body(next++),
        expect: 201,
      });
  };
  await Promise.all(Array.from({ length: WRITERS }, writer));
}

/** Reading and writing over HTTP at 10,000 servers, with background work off, beside Backstage's health route. */
export async function restLatency(): Promise<Result[]> {
  const backend = await startBackend({ upstreamPort: 9, roles: ['api'] });
  try {
    const posts = new Samples();
    const health = new Samples();
    const readHealth = () =>
      health.time(() => backend.call('GET', '/.backstage/health/v1/readiness'));
    await fill(backend.call, MEASURED_POSTS);
    for (let index = 0; index < MEASURED_POSTS; index++) {
      await posts.time(() =>
        backend.call('POST', '/api/sprintconnect/v1/servers', {
          body: body(index),
          expect: 201,
        }),
      );
      await readHealth();
    }
    const lists = new Samples();
    const { totalItems } = await backend.call(
      'GET',
      '/api/sprintconnect/v1/servers?count=true',
    );
    if (totalItems !== SERVERS)
      throw new Error(`Expected ${SERVERS} servers, counted ${totalItems}`);
    for (let index = 0; index < READS; index++) {
      await lists.time(() =>
        backend.call('GET', '/api/sprintconnect/v1/servers'),
      );
      await readHealth();
    }
    const ordered: Result[] = [];
    for (const { query, atMost } of LISTS) {
      const samples = new Samples();
      for (let index = 0; index < READS_OF_EACH_ORDER; index++) {
        await samples.time(() =>
          backend.call('GET', `/api/sprintconnect/v1/servers?${query}`),
        );
      }
      ordered.push({
        what: `GET /v1/servers?${query} at ${SERVERS} servers, p95`,
        measured: samples.quantile(0.95),
        unit: 'ms',
        goal: { atMost },
      });
    }
    const baseline = {
      what: 'health route, p95',
      value: health.quantile(0.95),
    };
    return [
      {
        what: `POST /v1/servers at ${SERVERS} servers, p95`,
        measured: posts.quantile(0.95),
        unit: 'ms',
        baseline,
        goal: { atMost: 30 },
      },
      {
        what: `GET /v1/servers at ${SERVERS} servers, p95`,
        measured: lists.quantile(0.95),
        unit: 'ms',
        baseline,
        goal: { atMost: 20 },
      },
      ...ordered.map(result => ({ ...result, baseline })),
    ];
  } finally {
    await backend.stop();
  }
}
