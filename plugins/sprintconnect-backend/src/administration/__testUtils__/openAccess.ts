import { once } from 'node:events';
import http from 'node:http';
import https from 'node:https';
import type { AddressInfo } from 'node:net';
import express from 'express';
import { mockCredentials, mockServices } from '@backstage/backend-test-utils';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import type { EventsService } from '@backstage/plugin-events-node';
import { openTestDatabase, type TestDatabaseId } from '../../__testUtils__';
import { closedAfterTest } from '../../__testUtils__/closedAfterTest';
import { createAudit } from '../../audit';
import { createEgress } from '../../egress';
import {
  contextOf,
  createCursors,
  createIdempotency,
  createRouter,
  jsonBody,
  openInstanceSecret,
  problemHandler,
} from '../../http';
import { createOutbox } from '../../outbox';
import {
  type Catalog,
  type Clock,
  type Database,
  isUnconditional,
  type Outbox,
} from '../../ports';
import {
  createIdentity,
  type IdentitySettings,
  identitySettingsSchema,
} from '../../identity';
import {
  createPermissions,
  type PermissionSettings,
  permissionSettingsSchema,
} from '../../permissions';
import {
  createTenancy,
  type TenancySettings,
  tenancySettingsSchema,
} from '../../organisations';
import { createAdministration } from '..';

/** What refused requests must leave alone. */
const WITNESSES = [
  'api_keys',
  'api_key_secrets',
  'role_bindings',
  'access_revision',
  'dpop_proofs',
  'audit_entries',
  'outbox_events',
];

const silentCatalog: Catalog = {
  entitiesOf: async () => {
    throw new Error('The catalog is down');
  },
  organisations: async () => {
    throw new Error('The catalog is down');
  },
};

/** The time of this machine, moved: authorization servers and clients of tests know no other. */
export interface MovedClock extends Clock {
  advance(milliseconds: number): void;
}

export function movedClock(): MovedClock {
  let offset = 0;
  return {
    now: () => new Date(Date.now() + offset),
    advance: milliseconds => {
      offset += milliseconds;
    },
  };
}

export interface AccessWorldOptions {
  id?: TestDatabaseId;
  /** Default: the time of this machine, moved. */
  clock?: MovedClock;
  /** To share one between two instances. */
  database?: Database;
  settings?: Partial<IdentitySettings & PermissionSettings>;
  tenancy?: Partial<TenancySettings>;
  /** Default: a catalog that does not answer. */
  catalog?: Catalog;
  events?: EventsService;
  /** What a user owns things by, apart from being themselves. */
  groupsOf?: (userEntityRef: string) => string[];
  result?: AuthorizeResult.ALLOW | AuthorizeResult.DENY;
  /** Serves HTTPS with these, asking clients for certificates. */
  tls?: { key: string; cert: string };
  /** The base URL that is configured, where it is not the one that is listened on. */
  external?: string;
}

export type AccessWorld = Awaited<ReturnType<typeof openAccess>>;

/**
 * Access over a real database, audit trail, outbox and egress, on a real socket. `GET /v1/context`, as everything below `/mcp`, tells the context,
 * and `reached` counts how often a request got that far. Closes when the test is over.
 */
export async function openAccess(options: AccessWorldOptions = {}) {
  const database =
    options.database ?? (await openTestDatabase({ id: options.id }));
  const clock = options.clock ?? movedClock();
  const logger = mockServices.logger.mock();
  const egress = createEgress({ allow: [{ host: '127.0.0.1' }] });
  const permissionsRegistry = mockServices.permissionsRegistry.mock();
  const secret = await openInstanceSecret(database, { name: 'http', clock });
  const outbox = createOutbox({
    database,
    clock,
    logger,
    publish: async () => {},
  } as unknown as Parameters<typeof createOutbox>[0]).outbox;
  const app = express();
  const server = options.tls
    ? https.createServer(
        { ...options.tls, requestCert: true, rejectUnauthorized: false },
        app,
      )
    : http.createServer(app);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const url = `${options.tls ? 'https' : 'http'}://127.0.0.1:${port}`;
  const access = openRooms(options, {
    ...{ database, clock, logger, egress, permissionsRegistry, outbox },
    ...{ secret, url },
  });
  const reached = jest.fn();
  serve(app, { access, logger, reached });
  return closedAfterTest({
    access,
    clock,
    database,
    logger,
    permissionsRegistry,
    reached,
    url,
    port,
    counts: () => countsOf(database),
    close: async () => {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
      await egress.close();
    },
  });
}

/** The rooms of access, as plugin.ts builds them. */
function openRooms(
  options: AccessWorldOptions,
  world: {
    database: Database;
    clock: MovedClock;
    logger: ReturnType<typeof mockServices.logger.mock>;
    egress: ReturnType<typeof createEgress>;
    permissionsRegistry: ReturnType<
      typeof mockServices.permissionsRegistry.mock
    >;
    outbox: Outbox;
    secret: Buffer;
    url: string;
  },
) {
  const { database, clock, logger, secret, url } = world;
  const settings: IdentitySettings & PermissionSettings = {
    ...permissionSettingsSchema.parse({}),
    ...identitySettingsSchema.parse({ dpop: { requireNonce: false } }),
    ...options.settings,
  };
  const tenancySettings: TenancySettings = {
    ...tenancySettingsSchema.parse({ trustedServices: ['plugin:catalog'] }),
    ...options.tenancy,
  };
  const tenancy = createTenancy({
    settings: tenancySettings,
    catalog: options.catalog ?? silentCatalog,
    clock,
  });
  const permissions = createPermissions(
    {
      ...world,
      permissions: mockServices.permissions({
        result: options.result ?? AuthorizeResult.ALLOW,
      }),
      events: options.events ?? mockServices.events.mock(),
      userInfo: {
        getUserInfo: async ({ principal }) => {
          const { userEntityRef } = principal as { userEntityRef: string };
          return {
            userEntityRef,
            ownershipEntityRefs: options.groupsOf?.(userEntityRef) ?? [],
          };
        },
      },
    },
    settings,
  );
  const identity = createIdentity(
    {
      ...world,
      httpAuth: mockServices.httpAuth({
        defaultCredentials: mockCredentials.none(),
      }),
      tenancy,
    },
    {
      settings,
      baseUrls: { external: options.external ?? url, internal: url },
    },
  );
  const administration = createAdministration(
    {
      ...world,
      ...permissions,
      keys: identity.keys,
      audit: createAudit({ database, clock, logger }),
      cursors: createCursors(secret),
      idempotency: createIdempotency({ database, clock, secret }),
      jobLog: { find: async () => undefined, list: async () => [] },
      registry: {
        countServers: async (_ctx, { criteria }) =>
          isUnconditional(criteria) ? 3 : 1,
        keepVisible: async () => [],
      },
      tenancy,
    },
    {
      issuers: settings.issuers,
      mode: tenancySettings.mode,
      environments: ['development'],
      stdioEntries: ['memory'],
      timeoutsMax: { connectTimeoutMs: 60_000, probeTimeoutMs: 60_000 },
      callsMax: { timeoutMs: 600_000, resultBytesMax: 16 * 1024 * 1024 },
    },
  );
  return {
    ...identity,
    ...permissions,
    organisations: tenancy,
    routers: administration.routers,
  };
}

function serve(
  app: express.Express,
  {
    access,
    logger,
    reached,
  }: {
    access: ReturnType<typeof openRooms>;
    logger: ReturnType<typeof mockServices.logger.mock>;
    reached: jest.Mock;
  },
): void {
  app.use(access.identify, access.openRouter);
  app.get(access.rootMetadata.path, (req, res, next) => {
    req.url = '/';
    access.rootMetadata.handler(req, res, next);
  });
  app.use(['/v1', '/mcp'], access.authenticate, jsonBody());
  const open = createRouter();
  open.all(['/v1/context', '/mcp', '/mcp/*'], async (req, res) => {
    reached();
    const { credentials: _credentials, ...ctx } = contextOf(req);
    res.json(ctx);
  });
  app.use(...access.routers, open);
  app.use(problemHandler({ logger }));
}

async function countsOf(database: Database): Promise<Record<string, number>> {
  const pairs = await Promise.all(
    WITNESSES.map(async table => [
      table,
      Number((await database.reader(table).count('* as n').first())?.n),
    ]),
  );
  return Object.fromEntries(pairs);
}
