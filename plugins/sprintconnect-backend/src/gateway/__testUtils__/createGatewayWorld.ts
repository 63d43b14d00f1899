import express from 'express';
import { v4 as uuid } from 'uuid';
import {
  startLoopbackUpstream,
  testApp,
  testAuthorizer,
  openTestGate,
  openTestDatabase,
  type TestDatabaseId,
} from '../../__testUtils__';
import { createDiscoveryWorld } from '../../discovery/__testUtils__/createDiscoveryWorld';
import type { Authorizer, Criteria, Database } from '../../ports';
import { createCursors, createIdempotency } from '../../http';
import { createGateway } from '../createGateway';
import { callBody, CALLS } from '../rest/callBody';
import { callSettingsSchema, gatewaySettingsSchema } from '../GatewaySettings';
import type { AskedCall } from '../call/Call';
import type { Exchange } from '../call/Exchange';

/** A gateway over real servers, discovered for real, and a real database. */
export async function createGatewayWorld(
  options: {
    id?: TestDatabaseId;
    /** Of another instance, in place of a fresh one. */
    database?: Database;
    /** In place of one who allows everything but `denied`. */
    authorizer?: Authorizer;
    denied?: string[];
    criteria?: Record<string, Criteria>;
    calls?: object;
    connections?: object;
    pageItems?: number;
    upstream?: Parameters<typeof startLoopbackUpstream>[0];
  } = {},
) {
  const database =
    options.database ?? (await openTestDatabase({ id: options.id }));
  const world = await createDiscoveryWorld(database);
  const out = startLoopbackUpstream({
    credentials: world.credentials.source,
    ...options.upstream,
  });
  const test = { id: uuid() };
  const access: { authorizer: Authorizer } = {
    authorizer:
      options.authorizer ?? testAuthorizer(options.denied, options.criteria),
  };
  const settings = {
    calls: callSettingsSchema.parse(options.calls ?? {}),
    gateway: gatewaySettingsSchema.parse({
      connections: options.connections ?? {},
    }),
    access: { decisionSeconds: 5 },
  };
  const slice = createGateway(
    {
      database,
      eventLog: world.eventLog,
      ...(options.pageItems && { pageItems: options.pageItems }),
      secret: Buffer.alloc(32, 3),
      clock: { now: () => new Date() },
      logger: world.logger,
      outbox: { add: async () => {} },
      authorizer: {
        ...access.authorizer,
        judgements: (...asked) => access.authorizer.judgements(...asked),
      },
      cursors: createCursors(Buffer.alloc(32, 1)),
      idempotency: createIdempotency({
        database,
        clock: { now: () => new Date() },
        secret: Buffer.alloc(32, 2),
      }),
      openGate: openTestGate,
      links: {
        linkFor: async ({ userRef }, { id }) => ({
          url: `https://portal.example/links/${id}/${userRef}`,
          expiresAt: new Date(Date.now() + 3_600_000),
        }),
      },
      settings,
    },
    { upstream: out.upstream, health: { restOf: async () => undefined } },
  );
  return {
    ...world,
    ...slice,
    /** Of a server at this address, once it is discovered. */
    async added(name: string, url: string) {
      const id = await world.register(name, { type: 'streamable-http', url });
      await world.discovered(id);
      return id;
    },
    /** The routes, as the plugin mounts them. */
    app: express()
      .use(CALLS, callBody(settings.calls))
      .use(testApp([...slice.routers])),
    /** From now on the caller may do this much. */
    allow(denied: string[], criteria?: Record<string, Criteria>) {
      access.authorizer = testAuthorizer(denied, criteria);
    },
    call: (asked: AskedCall, exchange: Partial<Exchange> = {}) =>
      slice.gateway.call({ ...world.ctx, requestId: test.id }, asked, {
        ...quiet(),
        ...exchange,
      }),
    /** Rows of an earlier test that are written late are not of the next one. */
    nextTest() {
      test.id = uuid();
    },
    /** What is written of the calls of this test. */
    rows: () =>
      database
        .reader('calls')
        .where({ request_id: test.id })
        .orderBy('opened_at')
        .orderBy('id'),
    async stop() {
      await slice.stop();
      await out.close();
      await world.stop();
    },
  };
}

export type GatewayWorld = Awaited<ReturnType<typeof createGatewayWorld>>;

/** Somebody who waits, and can be asked nothing. */
export function quiet(): Exchange {
  return { signal: new AbortController().signal, clientCapabilities: {} };
}
