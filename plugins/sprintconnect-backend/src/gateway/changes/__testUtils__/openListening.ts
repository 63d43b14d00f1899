import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { EventType } from '@sprintconnect/plugin-sprintconnect-common';
import { startForecastServer } from 'upstream';
import {
  openTestDatabase,
  testApp,
  testAuthorizer,
  type TestDatabaseId,
} from '../../../__testUtils__';
import { closedAfterTest } from '../../../__testUtils__/closedAfterTest';
import { createDiscoveryWorld } from '../../../discovery/__testUtils__/createDiscoveryWorld';
import { contextOf, createRouter } from '../../../http';
import type { Authorizer, RequestContext } from '../../../ports';
import { ListChanges } from '../ListChanges';
import { listenSettingsSchema } from '../ListenSettings';
import { ListenStreams } from '../ListenStreams';
import { type ListName, SightStore } from '../SightStore';

const ALL: readonly ListName[] = ['tools', 'prompts', 'resources'];

/** The streams over a real registry with one discovered server, `weather`, and a route that opens one: until the test is over. */
export async function openListening(
  options: {
    id?: TestDatabaseId;
    settings?: object;
    context?: Partial<RequestContext>;
    gapMs?: number;
    decisionMs?: number;
  } = {},
) {
  const forecast = await startForecastServer();
  const database = await openTestDatabase({ id: options.id });
  const world = await createDiscoveryWorld(database);
  const serverId = await world.register('weather', {
    type: 'streamable-http',
    url: forecast.url,
  });
  await world.discovered(serverId);
  const access: { authorizer: Authorizer } = { authorizer: testAuthorizer() };
  const store = new SightStore(database);
  let looks = 0;
  const names = new Map<string, string>();
  const changes = new ListChanges({
    ...world,
    authorizer: {
      ...access.authorizer,
      judgements: (...asked) => access.authorizer.judgements(...asked),
    },
    store: {
      look: (...asked) => {
        looks += 1;
        return store.look(...asked);
      },
    },
    decisionMs: options.decisionMs ?? 60_000,
    namesOf: async () => id => names.get(id),
    gapMs: options.gapMs ?? 50,
  });
  const streams = new ListenStreams({
    changes,
    clock: { now: () => new Date() },
    settings: listenSettingsSchema.parse(options.settings ?? {}),
  });
  const router = createRouter();
  router.get('/listen', async (req, res) => {
    const { lists, environment, name } = req.query as Record<string, string>;
    const wanted = lists ? lists.split(',') : ALL;
    await streams.open(
      {
        ctx: contextOf(req),
        endpoint: name ? { server: { environment, name } } : {},
      },
      {
        lists: wanted as ListName[],
        opening: { method: 'hello' },
        meta: { stream: 1 },
        closing: { id: 1, result: {} },
      },
      res,
    );
  });
  const http = createServer(testApp([router], options.context));
  http.listen(0, '127.0.0.1');
  await once(http, 'listening');
  const url = `http://127.0.0.1:${(http.address() as AddressInfo).port}/listen`;

  return closedAfterTest({
    ...world,
    ...{ forecast, serverId, streams, url },
    ...{ access, names },
    looks: () => looks,
    /** An event that the relay numbers and tells. */
    say: (type: EventType, more: object = {}) =>
      database.transaction(tx =>
        world.outbox.add(tx, { type, orgId: 'default', ...more }),
      ),
    /** A client that has been let in. */
    async listen(query = '', headers: Record<string, string> = {}) {
      const response = await fetch(url + query, { headers });
      if (response.status !== 200) throw new Error(await response.text());
      const heard: { method?: string; params?: unknown; id?: number }[] = [];
      let text = '';
      let isOver = false;
      const reader = response.body!.getReader();
      const reading = (async () => {
        const decoder = new TextDecoder();
        for (;;) {
          const { done, value } = await reader.read();
          if (done) break;
          text += decoder.decode(value, { stream: true });
          heard.length = 0;
          for (const [, data] of text.matchAll(/^data: (.*)$/gm)) {
            heard.push(JSON.parse(data!));
          }
        }
      })()
        .catch(() => {})
        .finally(() => {
          isOver = true;
        });
      return {
        headers: response.headers,
        heard,
        text: () => text,
        isOver: () => isOver,
        /** The lists that it heard of, in order. */
        lists: () => heard.flatMap(({ method }) => method?.split('/')[1] ?? []),
        leave: () => reader.cancel(),
        reading,
      };
    },
    async close() {
      streams.stop();
      await changes.stop();
      http.close();
      http.closeAllConnections();
      await world.stop();
      await forecast.close();
    },
  });
}
