import type { Express } from 'express';
import { mockServices } from '@backstage/backend-test-utils';
import type {
  RegisterServer,
  Server,
} from '@sprintconnect/plugin-sprintconnect-common';
import {
  everyEntity,
  fixedClock,
  openTestCredentials,
  openTestDatabase,
  testApp,
  testAuthorizer,
  testContext,
  type TestDatabaseId,
} from '../../__testUtils__';
import { createAudit } from '../../audit';
import {
  createCursors,
  createIdempotency,
  openInstanceSecret,
} from '../../http';
import { createJobs } from '../../jobs';
import { createOutbox } from '../../outbox';
import type {
  Database,
  Egress,
  Notification,
  SecretVault,
  WayOut,
} from '../../ports';
import { createSearch, type SearchSettings } from '../../search';
import { createRegistry, type ObservedServer } from '..';
import type { RegistryPlumbing } from '../RegistryDeps';

/** What refused requests must leave alone. */
const WITNESSES = [
  'servers',
  'server_tags',
  'server_moves',
  'server_observed_moves',
  'snapshots',
  'capabilities',
  'audit_entries',
  'outbox_events',
  'jobs',
  'idempotency_keys',
  'credentials',
  'secrets',
] as const;

/** Refuses what the demo's egress would; no socket is opened. */
const way: WayOut = {
  fetch: () => async () => {
    throw new Error('The registry opens no sockets');
  },
  refusalOf: async url =>
    /^https?:\/\/(10\.|127\.|169\.254\.)/.test(url)
      ? 'points at a private address; allow it under sprintconnect.egress.allow'
      : undefined,
};
const egress: Egress = { ...way, for: () => way };

/** A registry with its search over a real database and the real audit trail, outbox and job queue. Nothing runs in the background. */
export async function openRegistry(
  options: {
    id?: TestDatabaseId;
    /** In place of a fresh one. */
    database?: Database;
    denied?: string[];
    search?: SearchSettings;
    /** Whether servers are probed when they are registered. */
    probes?: boolean;
    plumbing?: Partial<RegistryPlumbing>;
    /** In place of a real one. */
    vault?: SecretVault;
  } = {},
) {
  const database =
    options.database ?? (await openTestDatabase({ id: options.id }));
  const clock = fixedClock();
  const logger = mockServices.logger.mock();
  const { outbox } = createOutbox({
    database,
    clock,
    logger,
    publish: async () => {},
  });
  const jobs = createJobs({
    database,
    outbox,
    clock,
    logger,
    pollIntervalMs: 1000,
    leaseMs: 1000,
  });
  const secret = await openInstanceSecret(database, { name: 'http', clock });
  const notifications: Notification[] = [];
  const ports = {
    database,
    clock,
    audit: createAudit({ database, clock, logger }),
    outbox,
    jobs: jobs.queue,
    egress,
    findEntities: everyEntity,
    authorizer: testAuthorizer(options.denied),
    cursors: createCursors(secret),
    idempotency: createIdempotency({ database, clock, secret }),
    notifier: {
      notify: async (notification: Notification) => {
        notifications.push(notification);
        return true;
      },
    },
    logger,
    ...options.plumbing,
  };
  const searchSlice = createSearch(
    { ...ports, baseUrl: 'https://portal.example/api/sprintconnect' },
    options.search,
  );
  const credentials = await openTestCredentials({
    ...ports,
    ...(options.vault && { vault: options.vault }),
  });
  const plumbing: RegistryPlumbing = {
    credentials: credentials.ofServers,
    ...ports,
    searchIndex: searchSlice.index,
    filterReader: searchSlice.filterReader,
  };
  const registry = createRegistry(plumbing, {
    environments: ['development', 'staging', 'production'],
    stdioEntries: ['memory'],
    timeoutsMax: { probeTimeoutMs: 60_000, connectTimeoutMs: 60_000 },
    callsMax: { timeoutMs: 600_000, resultBytesMax: 16 * 1024 * 1024 },
    discovery: { intervalSeconds: 900, jitter: 0 },
    probes: options.probes,
  });
  const { service } = registry;
  const app: Express = testApp([
    ...credentials.routers,
    ...searchSlice.routers,
    ...registry.routers,
  ]);
  const ctx = testContext();
  const register = async (
    server: Partial<RegisterServer> = {},
  ): Promise<Server> => {
    const body = weather(server);
    return (await service.registerServer(ctx, { body })).result;
  };
  const counts = async () => {
    const pairs = await Promise.all(
      WITNESSES.map(async table => [
        table,
        Number((await database.reader(table).count('* as n').first())?.n),
      ]),
    );
    return Object.fromEntries(pairs) as Record<
      (typeof WITNESSES)[number],
      number
    >;
  };
  /** Runs what is queued of a kind, oldest first, and gives its payloads. */
  const runJobs = async (kind: string) => {
    const queued = await database
      .reader('jobs')
      .where({ kind, state: 'queued' })
      .orderBy('id');
    const handler = [...searchSlice.jobs, ...registry.jobs].find(
      each => each.kind === kind,
    );
    const payloads = [];
    for (const { id: jobId, org_id: orgId, payload } of queued) {
      payloads.push(JSON.parse(payload));
      await handler?.run({
        id: jobId,
        kind,
        orgId,
        payload: payloads.at(-1),
        attempt: 1,
        signal: new AbortController().signal,
        progress: () => {},
      });
      await database.transaction(tx =>
        tx('jobs').where({ id: jobId }).delete(),
      );
    }
    return payloads;
  };
  const events = async (): Promise<string[]> =>
    database.reader('outbox_events').orderBy('position').pluck('type');
  return {
    app,
    clock,
    counts,
    credentials,
    ctx,
    database,
    events,
    notifications,
    plumbing,
    logger,
    register,
    runJobs,
    registry,
    searchSlice,
    service,
  };
}

/** A body that `POST /v1/servers` accepts. */
export function weather(
  overrides: Partial<RegisterServer> = {},
): RegisterServer {
  return {
    name: 'weather',
    environment: 'production',
    remotes: [{ type: 'streamable-http', url: 'https://weather.example/mcp' }],
    ...overrides,
  };
}

/** What a discovery of `weather` finds. */
export function observation(
  overrides: Partial<ObservedServer> = {},
): ObservedServer {
  return {
    era: 'modern',
    protocolVersion: '2026-07-28',
    verdictAt: new Date('2026-11-22T12:00:00.000Z'),
    serverInfo: { name: 'weather', version: '1.0.0' },
    instructions: 'Ask for one city at a time.',
    remoteUrl: 'https://weather.example/mcp',
    capabilities: [
      tool('forecast', { description: 'Tells the weather' }),
      tool('alerts'),
      {
        kind: 'prompt',
        name: 'forecast',
        definition: { name: 'forecast' },
      },
    ],
    ...overrides,
  };
}

export function tool(name: string, definition: Record<string, unknown> = {}) {
  return {
    kind: 'tool' as const,
    name,
    definition: { name, inputSchema: { type: 'object' }, ...definition },
  };
}
