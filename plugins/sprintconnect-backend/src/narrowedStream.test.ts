import permissionPlugin from '@backstage/plugin-permission-backend';
import { serverConditions as server } from '@sprintconnect/plugin-sprintconnect-common';
import { askingServices } from 'testing';
import { databaseIds, eventually } from './__testUtils__';
import {
  fillNarrowed,
  type Ids,
  published,
} from './__testUtils__/narrowed/fixtures';
import { type Holding, policyOf } from './__testUtils__/narrowed/policyOf';
import { makeKey, user } from './__testUtils__/routeWalk/callers';
import { type Portal, startPortal } from './__testUtils__/routeWalk/portal';
import { readStream } from './streams/__testUtils__/openStreams';

const people = policyOf(
  new Map<string, Holding>([
    ['acme-wet', { 'server.read': server.hasTag({ tag: 'weather' }) }],
    [
      'globex-dry',
      {
        'server.read': server.inEnvironment({ environments: ['staging'] }),
      },
    ],
    ['acme-nobody', {}],
  ]),
);

describe.each(databaseIds)('open streams on %s', id => {
  let portal: Portal;
  let ids: Ids;

  beforeAll(async () => {
    portal = await startPortal(id, {
      features: [permissionPlugin, people, ...askingServices],
    });
    ids = await fillNarrowed(portal);
  });
  afterAll(() => portal?.stop());

  const patch = async (by: string, name: string, body: object) => {
    const address = `/v1/servers/${ids.servers.get(name)}`;
    const headers = user(by);
    const now = await portal.send(address, { method: 'GET', headers });
    const answer = await portal.send(address, {
      method: 'PATCH',
      headers: { ...headers, 'if-match': now.headers.get('etag')! },
      body,
    });
    expect(answer.status).toBe(200);
  };
  /** Listens until a key is made in the organisation of the listener, which is about no server. */
  const listen = async (by: string, headers: Record<string, string> = {}) => {
    const response = await portal.send('/v1/events/stream', {
      method: 'GET',
      headers: { ...user(by), ...headers },
    });
    expect(response.status).toBe(200);
    const nameOf = new Map([...ids.servers].map(([name, of]) => [of, name]));
    let text = '';
    const read = readStream(response, sofar => {
      text = sofar;
      return sofar.includes('event: access.key.created\n');
    });
    return {
      text: () => text,
      told: async () =>
        [...(await read).matchAll(/"serverId":"([^"]+)"/g)].map(
          ([, each]) => nameOf.get(each) ?? each,
        ),
    };
  };
  const end = async () => {
    await makeKey(portal, user('ada'), { scopes: ['audit:read'] });
    await makeKey(portal, user('otto'), { scopes: ['audit:read'] });
  };

  it('tell each listener of what they may see of their organisation, as it is now', async () => {
    const wet = await listen('acme-wet');
    const dry = await listen('globex-dry');
    await eventually('both listen', () => wet.text() && dry.text());
    await patch('ada', 'delta', { title: 'Out of sight' });
    await patch('ada', 'alpha', { title: 'In sight' });
    await patch('otto', 'hotel', { title: 'Fits, but is of globex' });
    await patch('otto', 'india', { title: 'In the sight of another' });
    await patch('ada', 'charlie', { tags: ['weather'] });
    await patch('ada', 'charlie', { title: 'Came into sight' });
    await end();
    // Judged by what the server is when it is told: the change that brought it into sight may be told, too.
    const told = await wet.told();
    expect(new Set(told)).toEqual(new Set(['alpha', 'charlie']));
    expect(told[0]).toBe('alpha');
    expect(await dry.told()).toEqual(['india']);
  });

  it('go on after the id of an event that was another organisation’s, and tell the same', async () => {
    await published(portal);
    const rows = await portal.database
      .reader('outbox_events')
      .whereIn('type', ['server.updated', 'server.registered'])
      .orderBy('seq')
      .select('seq', 'org_id');
    const foreign = rows.find(({ org_id }) => org_id === 'globex').seq;
    const heard = (await listen('acme-wet', { 'last-event-id': '0' })).told();
    const resumed = (
      await listen('acme-wet', { 'last-event-id': String(foreign) })
    ).told();
    const [all, after] = await Promise.all([heard, resumed]);
    // Whoever begins in between misses what came before, and learns of nothing else.
    expect(all.slice(-after.length)).toEqual(after);
    const known = ['alpha', 'bravo', 'charlie', 'echo'];
    expect(all.filter(name => !known.includes(name))).toEqual([]);
  });

  it('are closed to who may see no servers', async () => {
    const answer = await portal.send('/v1/events/stream?lastEventId=0', {
      method: 'GET',
      headers: user('acme-nobody'),
    });
    expect(answer.status).toBe(403);
  });
});
