import { mockServices } from '@backstage/backend-test-utils';
import knexOf from 'knex';
import type { Remote } from '@sprintconnect/plugin-sprintconnect-common';
import { everyEntity } from '../../src/__testUtils__/everyEntity';
import { openTestCredentials } from '../../src/__testUtils__/openTestCredentials';
import { openTestGate } from '../../src/__testUtils__/openTestGate';
import { testAuthorizer } from '../../src/__testUtils__/testAuthorizer';
import { testContext } from '../../src/__testUtils__/testContext';
import { testOrganisations } from '../../src/__testUtils__/testOrganisations';
import { createAudit } from '../../src/audit';
import { createDiscovery, discoverySettingsSchema } from '../../src/discovery';
import { createEgress } from '../../src/egress';
import { createHealth, healthSettingsSchema } from '../../src/health';
import {
  createCursors,
  createIdempotency,
  openInstanceSecret,
} from '../../src/http';
import { createJobs } from '../../src/jobs';
import { createOutbox } from '../../src/outbox';
import { knexDatabase, migrationsDirectory } from '../../src/platform';
import type { JobHandler } from '../../src/ports';
import { createRegistry } from '../../src/registry';
import { createSearch } from '../../src/search';
import { createUpstream, upstreamSettingsSchema } from '../../src/upstream';

/** Short, because the servers that hang cost so much time; long enough for those that answer. */
const PATIENCE_MS = 2_000;

const health = {
  ...healthSettingsSchema.parse({
    jitter: 0.2,
    timeoutMs: PATIENCE_MS,
    concurrency: 50,
  }),
  connectTimeoutMs: PATIENCE_MS,
};

const discovery = discoverySettingsSchema.parse({});

/**
 * Registry, discovery and health over SQLite in memory, with the real upstream and egress, as the plugin assembles them. The
 * clock stands still until it is moved on, and jobs run when they are told to.
 */
export async function openSoakWorld() {
  const knex = knexOf({
    client: 'better-sqlite3',
    connection: { filename: ':memory:' },
    useNullAsDefault: true,
  });
  await knex.migrate.latest({ directory: migrationsDirectory });
  const database = knexDatabase(knex);
  let time = Date.now();
  const clock = { now: () => new Date(time) };
  const logger = mockServices.rootLogger({ level: 'none' });
  const base = { database, clock, logger };
  const { outbox } = createOutbox({ ...base, publish: async () => {} });
  const { queue: jobs } = createJobs({
    ...base,
    outbox,
    pollIntervalMs: 1_000,
    leaseMs: 30_000,
  });
  const secret = await openInstanceSecret(database, { name: 'http', clock });
  const egress = createEgress({ allow: [{ host: '127.0.0.1' }] });
  const ports = {
    ...base,
    outbox,
    jobs,
    egress,
    findEntities: everyEntity,
    audit: createAudit(base),
    authorizer: testAuthorizer(),
    openGate: openTestGate,
    organisations: testOrganisations(),
    cursors: createCursors(secret),
    idempotency: createIdempotency({ database, clock, secret }),
    notifier: { notify: async () => true },
  };
  const { index: searchIndex, filterReader } = createSearch({
    ...ports,
    baseUrl: 'https://portal.example/api/sprintconnect',
  });
  const credentials = await openTestCredentials(ports);
  const plumbing = {
    ...ports,
    credentials: credentials.ofServers,
    searchIndex,
    filterReader,
  };
  const { service: registry } = createRegistry(plumbing, {
    environments: ['development'],
    stdioEntries: [],
    timeoutsMax: { probeTimeoutMs: 60_000, connectTimeoutMs: 60_000 },
    callsMax: { timeoutMs: 600_000, resultBytesMax: 16 * 1024 * 1024 },
    discovery,
    probes: true,
  });
  const upstream = createUpstream({
    egress,
    credentials: credentials.source,
    clock,
    environment: {},
    settings: upstreamSettingsSchema.parse({
      connectTimeoutMs: PATIENCE_MS,
      requestTimeoutMs: PATIENCE_MS,
    }),
  });
  const slices = { registry, upstream };
  const pause = async () => {};
  const handlers: JobHandler[] = [
    ...createDiscovery({ ...plumbing, settings: discovery }, slices).jobs,
    ...createHealth({ ...plumbing, settings: health, pause }, slices).jobs,
  ];
  const ctx = testContext();
  return {
    clock,
    knex,
    /** As time goes by. */
    pass(ms: number) {
      time += ms;
    },
    async register(name: string, remote: Remote): Promise<string> {
      const { result } = await registry.registerServer(ctx, {
        body: { name, environment: 'development', remotes: [remote] },
      });
      return result.id;
    },
    /** Runs a job of a kind under a signal that outlives it, and gives its result. */
    async run(
      kind: string,
      payload: Record<string, string | number>,
      signal: AbortSignal,
    ) {
      const handler = handlers.find(each => each.kind === kind)!;
      return handler.run({
        id: 'job',
        kind,
        orgId: ctx.orgId,
        payload,
        attempt: 1,
        signal,
        progress: () => {},
      });
    },
    probe: (serverId: string, remote: Remote, signal: AbortSignal) =>
      upstream.probe(
        {
          orgId: ctx.orgId,
          serverId,
          environment: 'development',
          remotes: [remote],
        },
        { signal, timeoutMs: PATIENCE_MS },
      ),
    async close() {
      await egress.close();
      await knex.destroy();
    },
  };
}
