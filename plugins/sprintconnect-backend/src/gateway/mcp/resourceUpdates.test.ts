import { type ForecastServer, startForecastServer } from 'upstream';
import { databaseIds, eventually } from '../../__testUtils__';
import { ASKABLE_CLIENTS } from './__testUtils__/askableClients';
import { legacy, post } from './__testUtils__/post';
import {
  AUTHORIZATION,
  startDoor,
  type StartedDoor,
} from './__testUtils__/startDoor';
import { startRoundRobin } from './__testUtils__/startRoundRobin';

const WATCHED = 'test://watched-resource';
// The store is tested on both databases.
const id = databaseIds.at(-1);

describe('subscriptions to resources, with two instances', () => {
  let door: StartedDoor;
  let legacyServer: ForecastServer;
  let proxy: Awaited<ReturnType<typeof startRoundRobin>>;
  beforeAll(async () => {
    door = await startDoor({ id, instances: 2 });
    legacyServer = await startForecastServer({ legacyOnly: true });
    await door.register('modern', door.forecast.conformanceUrl);
    await door.register('legacy', legacyServer.conformanceUrl);
    proxy = await startRoundRobin(door.bases);
  });
  afterAll(async () => {
    await proxy?.close();
    await door?.stop();
    await legacyServer?.close();
  });
  /** A subscription takes a moment to reach the server: the resource changes until it is heard. */
  async function updated(upstream: ForecastServer, isHeard: () => boolean) {
    let saidAt = 0;
    await eventually('the update', () => {
      if (performance.now() - saidAt > 1_000) {
        saidAt = performance.now();
        upstream.update(WATCHED);
        upstream.update('test://static-text');
      }
      return isHeard();
    });
  }
  const urlOf = (server: string) =>
    new URL(`${proxy.base}/mcp/servers/development/${server}`);

  describe.each(Object.entries(ASKABLE_CLIENTS))('of %s', (_, connect) => {
    it.each(['modern', 'legacy'])(
      'are passed on to a %s server, and end',
      async server => {
        const upstream = server === 'legacy' ? legacyServer : door.forecast;
        const heard: string[] = [];
        const other: string[] = [];
        const connecting = { url: urlOf(server), headers: AUTHORIZATION };
        const client = await connect({
          ...connecting,
          onUpdated: uri => heard.push(uri),
        });
        const bystander = await connect({
          ...connecting,
          onUpdated: uri => other.push(uri),
        });
        await client.watch(WATCHED);
        await updated(upstream, () => heard.length > 0);
        expect(new Set(heard)).toEqual(new Set([WATCHED]));
        expect(other).toEqual([]);
        const sessions = server === 'legacy' ? 1 : 0;
        expect(upstream.watchers(WATCHED)).toBe(sessions);
        await client.unwatch(WATCHED);
        await eventually(
          'the server is rid of it',
          () => upstream.watchers(WATCHED) === 0,
        );
        await client.close();
        await bystander.close();
      },
    );
  });

  it('share one at the server, which ends with the stream of the last', async () => {
    const connect = ASKABLE_CLIENTS['SDK v2, 2026-07-28']!;
    // Both streams in one instance.
    const url = new URL(`${door.base}/mcp/servers/development/legacy`);
    const heard = [0, 0];
    const clients = [];
    for (const at of heard.keys()) {
      const onUpdated = () => {
        heard[at] += 1;
      };
      const client = await connect({ url, headers: AUTHORIZATION, onUpdated });
      await client.watch(WATCHED);
      clients.push(client);
    }
    await updated(legacyServer, () => heard.every(count => count > 0));
    expect(legacyServer.watchers(WATCHED)).toBe(1);
    await clients[0]!.close();
    const before = heard[1]!;
    await updated(legacyServer, () => heard[1]! > before);
    expect(legacyServer.watchers(WATCHED)).toBe(1);
    await clients[1]!.close();
    await eventually('its end', () => legacyServer.watchers(WATCHED) === 0);
  });

  it('need a session, and a resource that is there', async () => {
    const url = String(urlOf('legacy'));
    const ask = (method: string, uri: unknown, headers = {}) =>
      post(url, legacy(method, { uri }), headers);
    const begun = await post(
      url,
      legacy('initialize', {
        protocolVersion: '2025-11-25',
        capabilities: {},
        clientInfo: { name: 'test', version: '1' },
      }),
    );
    const session = { 'mcp-session-id': begun.headers.get('mcp-session-id')! };
    const without = await ask('resources/subscribe', WATCHED);
    const missing = await ask('resources/subscribe', 'test://no', session);
    const bad = await ask('resources/subscribe', 7, session);
    const codes = [without, missing, bad].map(({ json }) => json.error.code);
    expect(codes).toEqual([-32602, -32002, -32602]);
    expect(await door.database.reader('held_subscriptions')).toEqual(
      expect.not.arrayContaining([
        expect.objectContaining({ said: 'test://no' }),
      ]),
    );
    for (const each of [session, {}]) {
      const gone = await ask('resources/unsubscribe', 'test://no', each);
      expect(gone.json.result).toEqual({});
    }
  });
});
