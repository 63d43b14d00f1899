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
import { createOrganisationRouter } from '../../administration/createOrganisationRouter';
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
} from '../../ports';
import { createAccess } from '..';
import type { AccessSettings } from '../AccessSettings';
import type { TenancySettings } from '../organisations/TenancySettings';

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
  settings?: Partial<AccessSettings>;
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
 * Access over a real database, audit trail, outbox and egress, on a real socket. `GET /v1/context` tells the context,
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
  const access = createAccess(
    {
      httpAuth: mockServices.httpAuth({
        defaultCredentials: mockCredentials.none(),
      }),
      permissions: mockServices.permissions({
        result: options.result ?? AuthorizeResult.ALLOW,
      }),
      permissionsRegistry,
      audit: createAudit({ database, clock, logger }),
      clock,
      catalog: options.catalog ?? silentCatalog,
      cursors: createCursors(secret),
      database,
      egress,
      events: options.events ?? mockServices.events.mock(),
      idempotency: createIdempotency({ database, clock, secret }),
      logger,
      outbox,
      secret,
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
    {
      access: {
        decisionSeconds: 5,
        issuers: [],
        roles: { admin: [], engineer: [], viewer: [] },
        dpop: { requireNonce: false, maxAgeSeconds: 60 },
        ...options.settings,
      },
      tenancy: {
        mode: 'single',
        cacheSeconds: 60,
        services: {},
        trustedServices: ['plugin:catalog'],
        ...options.tenancy,
      },
      baseUrls: { external: options.external ?? url, internal: url },
      environments: ['development'],
      stdioEntries: ['memory'],
    },
  );
  const reached = jest.fn();
  const { mode = 'single' } = options.tenancy ?? {};
  serve(app, { access, tenancy: mode, logger, reached });
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

function serve(
  app: express.Express,
  {
    access,
    tenancy,
    logger,
    reached,
  }: {
    access: ReturnType<typeof createAccess>;
    tenancy: TenancySettings['mode'];
    logger: ReturnType<typeof mockServices.logger.mock>;
    reached: jest.Mock;
  },
): void {
  app.use(access.identify, access.openRouter);
  app.get(access.rootMetadata.path, (req, res, next) => {
    req.url = '/';
    access.rootMetadata.handler(req, res, next);
  });
  app.use('/v1', access.authenticate, jsonBody());
  const open = createRouter();
  open.all('/v1/context', async (req, res) => {
    reached();
    const { credentials: _credentials, ...ctx } = contextOf(req);
    res.json(ctx);
  });
  app.use(
    access.router,
    createOrganisationRouter({
      access,
      registry: {
        countServers: async (_ctx, { criteria }) =>
          isUnconditional(criteria) ? 3 : 1,
      },
      tenancy,
    }),
    open,
  );
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
