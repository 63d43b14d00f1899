import { once } from 'node:events';
import { connect } from 'node:net';
import { databaseIds, eventually, testAuthorizer } from '../../__testUtils__';
import { openListening } from './__testUtils__/openListening';

const WEATHER = '?environment=development&name=weather';
const USE = 'sprintconnect.capability.use';

describe.each(databaseIds)('what MCP clients hear of their lists on %s', id => {
  it('is which of them changed, where they listen', async () => {
    const world = await openListening({ id });
    const [all, own, prompts, other] = await Promise.all([
      world.listen(),
      world.listen(WEATHER),
      world.listen('?lists=prompts'),
      world.listen('?environment=development&name=another'),
    ]);
    expect(all.headers.get('content-type')).toMatch(/^text\/event-stream/);
    expect(all.headers.get('x-accel-buffering')).toBe('no');
    expect(all.headers.get('cache-control')).toBe('no-cache, no-transform');
    world.forecast.release(2);
    await world.discover(world.serverId);
    await eventually('both hear', () =>
      [all, own].every(each => each.lists().includes('tools')),
    );
    expect(own.heard).toEqual([
      { jsonrpc: '2.0', method: 'hello' },
      {
        jsonrpc: '2.0',
        method: 'notifications/tools/list_changed',
        params: { _meta: { stream: 1 } },
      },
    ]);
    expect(all.lists()).toEqual(['tools']);
    expect(prompts.lists()).toEqual([]);
    expect(other.lists()).toEqual([]);
  });

  it('is nothing while nothing changed that they see', async () => {
    const world = await openListening({ id });
    const client = await world.listen();
    const looked = world.looks();
    await world.discover(world.serverId);
    await world.database
      .reader('servers')
      .where({ id: world.serverId })
      .update({ description: 'Another' });
    await world.say('server.updated', { serverId: world.serverId });
    await eventually('it was looked', () => world.looks() > looked);
    await world.database
      .reader('servers')
      .where({ id: world.serverId })
      .update({ status: 'quarantined' });
    await world.say('server.updated', { serverId: world.serverId });
    await eventually('it hears', () => client.lists().length === 3);
    expect(client.lists().sort()).toEqual(['prompts', 'resources', 'tools']);
  });
});

it('tells nothing of a server that the caller may see nothing of, and of what they may use now', async () => {
  const world = await openListening({ decisionMs: 1 });
  world.access.authorizer = testAuthorizer([USE]);
  const stranger = await world.listen();
  world.access.authorizer = testAuthorizer();
  const friend = await world.listen('', { 'x-test-caller': 'user:noah' });
  world.access.authorizer = {
    ...testAuthorizer(),
    judgements: (ctx, asked) =>
      testAuthorizer(ctx.caller.ref === 'noah' ? [] : [USE]).judgements(
        ctx,
        asked,
      ),
  };
  world.forecast.release(2);
  await world.discover(world.serverId);
  await eventually('the friend hears', () => friend.lists().length === 1);
  expect(stranger.lists()).toEqual([]);
  // The role comes before the event of it, or after it in a process that keeps decisions.
  await world.say('access.roles.changed');
  const looked = world.looks();
  await eventually('it was looked', () => world.looks() > looked);
  world.access.authorizer = testAuthorizer();
  await eventually('the stranger hears', () => stranger.lists().length === 3);
  expect(friend.lists()).toEqual(['tools']);
});

it('hears that something is called otherwise, where all servers stand together', async () => {
  const world = await openListening();
  const all = await world.listen();
  const own = await world.listen(WEATHER);
  const tool = await world.database
    .reader('capabilities')
    .where({ kind: 'tool' })
    .first('id');
  world.names.set(tool.id, 'weather__forecast_1a2b');
  await world.say('server.registered');
  await eventually('it hears', () => all.lists().length === 1);
  expect(all.lists()).toEqual(['tools']);
  expect(own.lists()).toEqual([]);
});

it('hears nothing of another organisation', async () => {
  const world = await openListening();
  const foreign = await world.listen('', { 'x-test-org': 'other' });
  const mine = await world.listen();
  const looked = world.looks();
  world.forecast.release(2);
  await world.discover(world.serverId);
  await eventually('mine hears', () => mine.lists().length === 1);
  expect(foreign.lists()).toEqual([]);
  expect(world.looks() - looked).toBeLessThanOrEqual(3);
});

it('looks at most once in its gap, and once for all who see the same', async () => {
  const world = await openListening({ gapMs: 300 });
  const clients = await Promise.all(
    Array.from({ length: 10 }, () => world.listen()),
  );
  const startedAt = performance.now();
  const looked = world.looks();
  for (let time = 0; time < 100; time++) {
    await world.database
      .reader('servers')
      .where({ id: world.serverId })
      .update({ status: time % 2 ? 'published' : 'quarantined' });
    await world.say('server.updated', { serverId: world.serverId });
  }
  await world.database
    .reader('servers')
    .where({ id: world.serverId })
    .update({ status: 'quarantined' });
  await world.say('server.updated', { serverId: world.serverId });
  await eventually('the last state is told', () =>
    clients.every(each => each.lists().length % 2 === 1),
  );
  const rounds = 2 + (performance.now() - startedAt) / 300;
  expect(world.looks() - looked).toBeLessThanOrEqual(rounds);
  for (const each of clients) {
    expect(each.lists().length).toBeLessThanOrEqual(3 * rounds);
  }
});

it('ends the stream of a key that was revoked, and of none else', async () => {
  const apiKeyId = '0192a000-0000-7000-8000-00000000000a';
  const key = { type: 'api-key', ref: `api-key:${apiKeyId}` } as const;
  const world = await openListening({ context: { caller: key } as never });
  const holder = await world.listen();
  const other = await world.listen('', { 'x-test-caller': 'user:noah' });
  await world.say('access.key.revoked', { apiKeyId });
  await eventually('the stream ends', () => holder.isOver());
  expect(holder.heard.at(-1)).toEqual({ jsonrpc: '2.0', id: 1, result: {} });
  expect(other.isOver()).toBe(false);
});

it('ends a stream when its credential expires', async () => {
  const expiresAt = new Date(Date.now() + 1_500);
  const world = await openListening({ context: { expiresAt } });
  const client = await world.listen();
  await eventually('the stream ends', () => client.isOver());
  expect(Date.now()).toBeGreaterThanOrEqual(expiresAt.getTime() - 50);
});

it('shows that it lives', async () => {
  const world = await openListening({ settings: { heartbeatSeconds: 1 } });
  const client = await world.listen();
  await eventually('a beat', () => client.text().includes(': still here'));
  expect(client.lists()).toEqual([]);
});

it('refuses more than one caller and one instance may have, until one leaves', async () => {
  const world = await openListening({ settings: { max: 2, perCaller: 1 } });
  const as = (caller: string) =>
    fetch(world.url, { headers: { 'x-test-caller': `user:${caller}` } });
  const ada = await as('ada');
  expect((await as('ada')).status).toBe(429);
  const noah = await as('noah');
  const full = await as('mia');
  expect(full.status).toBe(503);
  expect(full.headers.get('retry-after')).toBe('30');
  await ada.body!.cancel();
  const again = await eventually('a place is free', async () => {
    const response = await as('ada');
    if (response.status === 200) return response;
    await response.body?.cancel();
    return undefined;
  });
  await again.body!.cancel();
  await noah.body!.cancel();
});

it('ends all streams when the instance stops, and opens none', async () => {
  const world = await openListening();
  const client = await world.listen();
  world.streams.stop();
  await client.reading;
  expect(client.heard.at(-1)).toEqual({ jsonrpc: '2.0', id: 1, result: {} });
  expect((await fetch(world.url)).status).toBe(503);
});

it('holds no place for a client that left before it was let in', async () => {
  const world = await openListening({ settings: { max: 1 } });
  const { hostname, port } = new URL(world.url);
  for (let time = 0; time < 5; time++) {
    const socket = connect(Number(port), hostname);
    await once(socket, 'connect');
    socket.write('GET /listen HTTP/1.1\r\nHost: localhost\r\n\r\n');
    socket.destroy();
  }
  const status = await eventually('the place is free', async () => {
    const response = await fetch(world.url);
    await response.body?.cancel();
    return response.status === 200 && response.status;
  });
  expect(status).toBe(200);
});
