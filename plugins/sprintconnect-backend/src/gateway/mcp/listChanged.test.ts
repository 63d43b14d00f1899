import { databaseIds, eventually } from '../../__testUtils__';
import { ASKABLE_CLIENTS } from './__testUtils__/askableClients';
import { legacy, modern, post } from './__testUtils__/post';
import {
  AUTHORIZATION,
  startDoor,
  type StartedDoor,
} from './__testUtils__/startDoor';
import { startRoundRobin } from './__testUtils__/startRoundRobin';

const SUBSCRIPTION = 'io.modelcontextprotocol/subscriptionId';
// The store is tested on both databases.
const id = databaseIds.at(-1);

describe('what changed, with two instances', () => {
  let door: StartedDoor;
  let serverId: string;
  let proxy: Awaited<ReturnType<typeof startRoundRobin>>;
  beforeAll(async () => {
    door = await startDoor({ id, instances: 2 });
    serverId = await door.register('weather', door.forecast.url);
    proxy = await startRoundRobin(door.bases);
  });
  afterAll(async () => {
    await proxy?.close();
    await door?.stop();
  });
  /** Has the server offer another version of itself, until it is known. */
  let release: 1 | 2 = 1;
  const changeTools = async () => {
    release = release === 1 ? 2 : 1;
    door.forecast.release(release);
    await door.rest(`/v1/servers/${serverId}/discover`, {});
  };
  const notices = (text: string) =>
    [...text.matchAll(/^data: (.*)$/gm)].map(([, data]) => JSON.parse(data!));

  it.each(Object.entries(ASKABLE_CLIENTS))(
    'is heard by %s, at both endpoints',
    async (_name, connect) => {
      const heard: string[][] = [];
      const open = proxy.streams();
      const paths = ['/mcp', '/mcp/servers/development/weather'];
      const clients = [];
      for (const path of paths) {
        const lists: string[] = [];
        heard.push(lists);
        clients.push(
          await connect({
            url: new URL(proxy.base + path),
            headers: AUTHORIZATION,
            onChanged: list => lists.push(list),
          }),
        );
      }
      const [all] = clients;
      const before = await all!.listTools();
      // They are asked for beside, and take a moment.
      await eventually('a stream for each', () => proxy.streams() >= open + 2);
      await changeTools();
      await eventually('both hear', () =>
        heard.every(lists => lists.includes('tools')),
      );
      expect(heard.flat().filter(list => list !== 'tools')).toEqual([]);
      expect(await all!.listTools()).not.toEqual(before);
      for (const client of clients) await client.close();
    },
  );

  it('is acknowledged as far as it is honoured, and stamped with the subscription', async () => {
    const [body, headers] = modern(
      'subscriptions/listen',
      {
        notifications: {
          toolsListChanged: true,
          promptsListChanged: false,
          resourceSubscriptions: ['test://static-text'],
        },
      },
      'sub-1',
    );
    const leaving = new AbortController();
    const response = await fetch(`${door.bases[1]}/mcp`, {
      method: 'POST',
      headers: {
        ...AUTHORIZATION,
        ...headers,
        'content-type': 'application/json',
        accept: 'application/json, text/event-stream',
      },
      body: JSON.stringify(body),
      signal: leaving.signal,
    });
    expect(response.status).toBe(200);
    expect(response.headers.get('content-encoding')).toBeNull();
    let text = '';
    const reading = (async () => {
      for await (const chunk of response.body!) {
        text += Buffer.from(chunk).toString();
      }
    })().catch(() => {});
    await eventually('the acknowledgement', () => notices(text)[0]);
    await changeTools();
    await eventually('the notification', () => notices(text)[1]);
    leaving.abort();
    await reading;
    const meta = { [SUBSCRIPTION]: 'sub-1' };
    expect(notices(text).slice(0, 2)).toEqual([
      {
        jsonrpc: '2.0',
        method: 'notifications/subscriptions/acknowledged',
        params: { notifications: { toolsListChanged: true }, _meta: meta },
      },
      {
        jsonrpc: '2.0',
        method: 'notifications/tools/list_changed',
        params: { _meta: meta },
      },
    ]);
  });

  it.each([[undefined], ['tools'], [[]], [null]])(
    'is not listened to with the filter %j',
    async notifications => {
      const asked = modern('subscriptions/listen', { notifications });
      const { json } = await post(`${door.base}/mcp`, ...asked);
      expect(json.error.code).toBe(-32602);
    },
  );

  it('is no method of the legacy era, and no stream by GET in the modern one', async () => {
    const old = legacy('subscriptions/listen', { notifications: {} });
    const { json } = await post(`${door.base}/mcp`, old);
    expect(json.error.code).toBe(-32601);
    const get = (headers: object) =>
      fetch(`${door.base}/mcp`, { headers: { ...AUTHORIZATION, ...headers } });
    const statuses = [];
    for (const headers of [
      { 'mcp-protocol-version': '2026-07-28', accept: 'text/event-stream' },
      { accept: 'application/json' },
      { accept: 'text/event-stream', 'mcp-session-id': 'x' },
    ]) {
      statuses.push((await get(headers)).status);
    }
    expect(statuses).toEqual([405, 406, 404]);
    const nowhere = await fetch(`${door.base}/mcp/servers/development/none`, {
      headers: { ...AUTHORIZATION, accept: 'text/event-stream' },
    });
    expect(nowhere.status).toBe(404);
  });

  it('tells the clients of an instance that stops, and lets it stop', async () => {
    const [body, headers] = modern(
      'subscriptions/listen',
      { notifications: { toolsListChanged: true } },
      7,
    );
    const listening = post(`${door.bases[1]}/mcp`, body, headers);
    const other = fetch(`${door.bases[1]}/mcp`, {
      headers: { ...AUTHORIZATION, accept: 'text/event-stream' },
    });
    const get = await other;
    await door.stop();
    const { text } = await listening;
    expect(notices(text).at(-1)).toMatchObject({
      id: 7,
      result: { resultType: 'complete', _meta: { [SUBSCRIPTION]: 7 } },
    });
    expect(await get.text()).not.toContain('list_changed');
  });
});
