import { mockServices } from '@backstage/backend-test-utils';
import type {
  Job,
  Remote,
  SprintConnectEvent,
} from '@sprintconnect/plugin-sprintconnect-common';
import {
  eventually,
  everyEntity,
  openTestCredentials,
  freeHand,
  openTestGate,
  startLoopbackUpstream,
  testAuthorizer,
  testOrganisations,
  testContext,
  testJudgement,
} from '../../__testUtils__';
import { createAudit } from '../../audit';
import { createEgress } from '../../egress';
import {
  createCursors,
  createIdempotency,
  openInstanceSecret,
} from '../../http';
import { createJobs } from '../../jobs';
import { JobStore } from '../../jobs/JobStore';
import { createOutbox } from '../../outbox';
import type { Database } from '../../ports';
import { createRegistry, DISCOVER_SERVER_JOB } from '../../registry';
import { createSearch } from '../../search';
import type { UpstreamSettings } from '../../upstream';
import { createDiscovery, discoverySettingsSchema } from '..';
import type { DiscoveryPlumbing } from '../createDiscovery';

/** Registry, jobs, upstream and discovery over a real database, as the plugin assembles them. */
export async function createDiscoveryWorld(
  database: Database,
  options: {
    denied?: string[];
    upstream?: Partial<UpstreamSettings>;
    discovery?: Partial<DiscoveryPlumbing['settings']>;
    /** Default 900. */
    intervalSeconds?: number;
  } = {},
) {
  const clock = { now: () => new Date() };
  const logger = mockServices.logger.mock();
  const ctx = testContext();
  const events: SprintConnectEvent[] = [];
  const {
    outbox,
    relay,
    log: eventLog,
  } = createOutbox({
    database,
    clock,
    logger,
    publish: async event => {
      events.push(event);
    },
  });
  const { queue, worker } = createJobs({
    database,
    outbox,
    clock,
    logger,
    pollIntervalMs: 50,
    leaseMs: 30_000,
  });
  const secret = await openInstanceSecret(database, { name: 'http', clock });
  const egress = createEgress({ allow: [{ host: '127.0.0.1' }] });
  const ports = {
    database,
    clock,
    logger,
    outbox,
    egress,
    findEntities: everyEntity,
    jobs: queue,
    audit: createAudit({ database, clock, logger }),
    authorizer: testAuthorizer(options.denied),
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
  const defaults = discoverySettingsSchema.parse({});
  // Tests have no patience for the least that the configuration takes.
  const { intervalSeconds = defaults.intervalSeconds } = options;
  const settings = { ...defaults, intervalSeconds };
  const stdio = options.upstream?.stdio ?? {};
  const { service: registry } = createRegistry(plumbing, {
    environments: ['development'],
    stdioEntries: Object.keys(stdio),
    timeoutsMax: { probeTimeoutMs: 60_000, connectTimeoutMs: 60_000 },
    callsMax: { timeoutMs: 600_000, resultBytesMax: 16 * 1024 * 1024 },
    discovery: settings,
  });
  const out = startLoopbackUpstream({
    clock,
    settings: options.upstream,
    credentials: credentials.source,
  });
  const discovery = createDiscovery(
    {
      ...plumbing,
      settings: { ...settings, pollMs: 50, ...options.discovery },
    },
    { registry, upstream: out.upstream },
  );
  const jobStore = new JobStore(database);
  worker.handle(discovery.jobs);
  worker.start();
  relay.start();

  let stopped: Promise<void> | undefined;
  const stopAll = async () => {
    await discovery.stop();
    await worker.stop();
    await relay.stop();
    await out.close();
    await egress.close();
  };
  const server = (id: string) => registry.getServer(ctx, id, testJudgement());
  return {
    ctx,
    credentials,
    database,
    eventLog,
    registry,
    discovery,
    events,
    outbox,
    logger,
    server,
    async register(name: string, remote: Remote, more: object = {}) {
      const { result } = await registry.registerServer(ctx, {
        body: { name, environment: 'development', remotes: [remote], ...more },
      });
      return result.id;
    },
    /** The server once a discovery has come to an end, good or bad. Its job has, too: who asks next gets another. */
    discovered: (id: string) =>
      eventually(`a discovery of ${id}`, async () => {
        const found = await server(id);
        if (!found.lastDiscoveredAt && !found.lastError) return undefined;
        const running = await database
          .reader('jobs')
          .where({ kind: DISCOVER_SERVER_JOB, key: id, state: 'running' })
          .first('id');
        return !running && found;
      }),
    /** Asks for a discovery and waits for its job. */
    async discover(id: string): Promise<Job> {
      const { result } = await registry.requestDiscovery(ctx, {
        id,
        ...freeHand,
      });
      const { jobId } = result;
      return eventually(`job ${jobId}`, async () => {
        const job = await jobStore.get(ctx, jobId);
        return job && !['queued', 'running'].includes(job.state) && job;
      });
    },
    /** What has been announced of a server, once the relay has said everything. */
    async told(id: string): Promise<string[]> {
      await eventually('the relay to have published all', async () => {
        const left = await database
          .reader('outbox_events')
          .whereNull('published_at')
          .first();
        return !left;
      });
      return events
        .filter(event => event.serverId === id)
        .map(event => event.type);
    },
    snapshots: async (id: string) =>
      (
        await registry.listSnapshots(ctx, {
          id,
          query: { limit: 50 },
          readable: testJudgement(),
        })
      ).items.length,
    /** From now on jobs stay in the queue. */
    stopWorker: () => worker.stop(),
    /** Once, however often it is asked for. */
    stop: () => (stopped ??= stopAll()),
  };
}
