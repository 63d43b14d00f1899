import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { mockServices } from '@backstage/backend-test-utils';
import {
  SprintConnectClient,
  type EventType,
} from '@sprintconnect/plugin-sprintconnect-common';
import {
  eventually,
  openTestDatabase,
  testApp,
  testAuthorizer,
  type TestDatabaseId,
} from '../../__testUtils__';
import { closedAfterTest } from '../../__testUtils__/closedAfterTest';
import type { Authorizer, Clock, Database, RequestContext } from '../../ports';
import { createOutbox } from '../../outbox';
import {
  createStreams,
  type EventStreamsSettings,
  eventStreamsSettingsSchema,
} from '..';
import type { VisibleServers } from '../StreamFilter';

const SERVER = '0190b5a0-0000-7000-8000-000000000001';

export interface StreamWorldOptions {
  id?: TestDatabaseId;
  database?: Database;
  settings?: Partial<EventStreamsSettings>;
  denied?: string[];
  context?: Partial<RequestContext>;
  authorizer?: Authorizer;
  keepVisible?: VisibleServers['keepVisible'];
  /** Default: the time of this machine. */
  clock?: Clock;
}

/** One instance with a database, a relay, and the route of the streams on a port of its own; until the test is over. */
export async function openStreams(options: StreamWorldOptions = {}) {
  const { id, settings, denied, context } = options;
  const database = options.database ?? (await openTestDatabase({ id }));
  const logger = mockServices.logger.mock();
  const clock = options.clock ?? { now: () => new Date() };
  const slice = createOutbox({
    database,
    clock,
    logger,
    publish: async () => {},
    pollIntervalMs: 50,
  });
  const streams = createStreams({
    eventLog: slice.log,
    clock,
    logger,
    authorizer: options.authorizer ?? testAuthorizer(denied),
    registry: {
      keepVisible: options.keepVisible ?? (async (_ctx, ids) => [...ids]),
    },
    settings: {
      ...eventStreamsSettingsSchema.parse({ connectionsPerCallerMax: 1_000 }),
      ...settings,
    },
  });
  const server = createServer(testApp([...streams.routers], context));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  slice.relay.start();
  let opened = 0;
  const { port } = server.address() as AddressInfo;
  const baseUrl = `http://127.0.0.1:${port}`;
  const connections = async () =>
    new Promise<number>((resolve, reject) =>
      server.getConnections((error, count) =>
        error ? reject(error) : resolve(count),
      ),
    );

  const closeAll = async () => {
    streams.stop();
    await slice.relay.stop();
    server.close();
    server.closeAllConnections();
    await once(server, 'close');
  };
  let closed: Promise<void> | undefined;

  return closedAfterTest({
    ...slice,
    database,
    logger,
    streams,
    port,
    url: `${baseUrl}/v1/events/stream`,
    /** The typed client, whose connections `fetch` may break. */
    client: (orgId = 'default', fetchIt: typeof fetch = fetch) =>
      new SprintConnectClient({
        baseUrl,
        fetch: async (url, init) => {
          const response = await fetchIt(url, {
            ...init,
            headers: { ...init?.headers, 'x-test-org': orgId },
          });
          opened += 1;
          return response;
        },
      }),
    add: (revision: number, event: { orgId?: string; type?: EventType } = {}) =>
      database.transaction(tx =>
        slice.outbox.add(tx, {
          type: 'server.updated',
          orgId: 'default',
          serverId: SERVER,
          revision,
          ...event,
        }),
      ),
    /** Until the relay has numbered and published this many. */
    published: (count: number) =>
      eventually(
        `${count} events are published`,
        async () =>
          (await database.reader('outbox_events').whereNotNull('published_at'))
            .length >= count,
      ),
    connections,
    /** How many streams of the clients have begun: what happens from now on is told. */
    opened: () => opened,
    /** Once, however often it is asked for. */
    close: () => (closed ??= closeAll()),
  });
}

/** Reads a stream as text, until `isEnough` or its end. */
export async function readStream(
  response: Response,
  isEnough: (text: string) => boolean = () => false,
): Promise<string> {
  let text = '';
  const decoder = new TextDecoder();
  const reader = response.body!.getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return text;
    text += decoder.decode(value, { stream: true });
    if (isEnough(text)) {
      await reader.cancel();
      return text;
    }
  }
}
