import { once } from 'node:events';
import { connect } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { v7 as uuid } from 'uuid';
import { problemTypeOf } from '@sprintconnect/plugin-sprintconnect-common';
import {
  eventually,
  fixedClock,
  logOnceStopped,
  testAuthorizer,
} from '../__testUtils__';
import { ProblemError } from '../http';
import type { Authorizer } from '../ports';
import { listen } from './__testUtils__/listen';
import { openStreams, readStream } from './__testUtils__/openStreams';

const seqsOf = (text: string) =>
  [...text.matchAll(/^data: .*"seq":(\d+)/gm)].map(([, seq]) => Number(seq));

describe('GET /v1/events/stream', () => {
  it.each([
    ['lastEventId=abc', "isn't an event ID"],
    ['lastEventId=-1', "isn't an event ID"],
    ['lastEventId=1.5', "isn't an event ID"],
    ['lastEventId=99999999999999999', "isn't an event ID"],
    ['lastEventId=8', 'the last event is 1'],
    ['types=server.sang', "isn't an event type"],
    ['since=1', "isn't a known field"],
  ])('400 for %s, and holds no place', async (query, message) => {
    const world = await openStreams({ settings: { connectionsMax: 1 } });
    await world.add(1);
    await world.published(1);
    const response = await fetch(`${world.url}?${query}`);
    expect(response.status).toBe(400);
    const { errors } = await response.json();
    expect(errors[0].message).toContain(message);
    const good = await fetch(`${world.url}?lastEventId=0`);
    expect(good.status).toBe(200);
    await good.body!.cancel();
  });

  it('401 without a caller, 403 without the permission', async () => {
    const world = await openStreams({ denied: ['sprintconnect.server.read'] });
    const nobody = await fetch(world.url, {
      headers: { 'x-test-caller': 'none' },
    });
    const refused = await fetch(world.url);
    expect([nobody.status, refused.status]).toEqual([401, 403]);
  });

  it('429 for too many of one caller, 503 for too many of all, until one leaves', async () => {
    const world = await openStreams({
      settings: { connectionsPerCallerMax: 1, connectionsMax: 2 },
    });
    const as = (ref: string) =>
      fetch(world.url, { headers: { 'x-test-caller': `user:${ref}` } });
    const ada = await as('ada');
    const again = await as('ada');
    expect(again.status).toBe(429);
    expect(again.headers.get('retry-after')).toBe('30');
    expect(await again.json()).toMatchObject({
      type: problemTypeOf('too-many-streams'),
      detail: expect.stringContaining('limit of open streams (1)'),
    });
    const bob = await as('bob');
    const eve = await as('eve');
    expect(eve.status).toBe(503);
    expect(await eve.json()).toMatchObject({
      type: problemTypeOf('streams-full'),
      detail: expect.stringContaining('connectionsMax'),
    });
    await ada.body!.cancel();
    await eventually('a place is free', async () => {
      const next = await as('ada');
      const { status } = next;
      await next.body!.cancel();
      return status === 200;
    });
    await bob.body!.cancel();
  });

  it('counts the streams of a caller in each organisation by themselves', async () => {
    const world = await openStreams({
      settings: { connectionsPerCallerMax: 1 },
    });
    const statuses: number[] = [];
    for (const org of ['own', 'other', 'own']) {
      const answer = await fetch(world.url, { headers: { 'x-test-org': org } });
      statuses.push(answer.status);
    }
    expect(statuses).toEqual([200, 200, 429]);
  });

  it('holds no place for who left while they were judged', async () => {
    let admit = () => {};
    const judged = new Promise<void>(resolve => (admit = resolve));
    const authorizer = testAuthorizer();
    const judge = jest.fn(async (...asked: Parameters<Authorizer['judge']>) => {
      await judged;
      return authorizer.judge(...asked);
    });
    const world = await openStreams({
      settings: { connectionsMax: 1 },
      authorizer: { ...authorizer, judge },
    });
    const leaving = new AbortController();
    const left = fetch(world.url, { signal: leaving.signal });
    await eventually('it is judged', () => judge.mock.calls.length === 1);
    leaving.abort();
    await expect(left).rejects.toThrow();
    await eventually(
      'it is gone',
      async () => (await world.connections()) === 0,
    );
    admit();
    const next = await fetch(world.url);
    expect(next.status).toBe(200);
    await next.body!.cancel();
  });

  it('ends with the token, and at the end of its life', async () => {
    const expiresAt = new Date(Date.now() + 300);
    const expiring = await openStreams({ context: { expiresAt } });
    const ageing = await openStreams({ settings: { lifeSeconds: 1 } });
    const texts = await Promise.all(
      [expiring, ageing].map(async ({ url }) => readStream(await fetch(url))),
    );
    for (const text of texts) expect(text).toContain('id: 0\n\n');
  });

  it('ends once the caller may see no servers any more, although nothing happens', async () => {
    const clock = fixedClock();
    const authorizer = testAuthorizer();
    const judge = jest.fn(authorizer.judge);
    const world = await openStreams({
      ...{ clock, authorizer: { ...authorizer, judge } },
      settings: { heartbeatSeconds: 1 },
    });
    let told = '';
    const reading = readStream(await fetch(world.url)).then(text => {
      told = text;
    });
    judge.mockRejectedValue(new ProblemError({ status: 403, detail: 'no' }));
    clock.advance(4_000);
    const text = await eventually('the stream ends', () => told);
    await reading;
    expect(text).toContain('id: 0\n\n');
  });

  it('503 once the backend stops, and ends what is open', async () => {
    const world = await openStreams();
    const response = await fetch(world.url);
    world.streams.stop();
    await expect(readStream(response)).resolves.toContain('id: 0');
    const late = await fetch(world.url);
    expect(late.status).toBe(503);
    expect(await late.json()).toMatchObject({
      type: problemTypeOf('shutting-down'),
      detail: expect.stringContaining('shutting down'),
    });
  });

  it('closes a client that does not read, which may go on where it was', async () => {
    const world = await openStreams({ settings: { stallSeconds: 1 } });
    const socket = connect(world.port, '127.0.0.1');
    socket.write('GET /v1/events/stream HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n');
    await once(socket, 'data');
    socket.pause();
    const before = process.memoryUsage().external;
    // More than the buffers of the kernel hold.
    const big = JSON.stringify({ serverId: 'x'.repeat(50_000) });
    for (let batch = 0; batch < 20; batch++) {
      await world.database.transaction(tx =>
        tx('outbox_events').insert(
          Array.from({ length: 20 }, () => ({
            id: uuid(),
            org_id: 'default',
            type: 'server.updated',
            payload: big,
            occurred_at: new Date(),
          })),
        ),
      );
    }
    await world.add(1);
    await eventually(
      'it is closed',
      async () => (await world.connections()) === 0,
    );
    expect(process.memoryUsage().external - before).toBeLessThan(40_000_000);
    socket.destroy();

    await world.published(401);
    const response = await fetch(`${world.url}?lastEventId=370`);
    const text = await readStream(response, each => each.includes('id: 401\n'));
    expect([...text.matchAll(/^id: (\d+)$/gm)].map(([, seq]) => seq)).toEqual(
      Array.from({ length: 32 }, (_, index) => `${index + 370}`),
    );
  });

  it('warns once while events cannot be read, and goes on afterwards', async () => {
    const world = await openStreams();
    const stop = new AbortController();
    const { heard, ended } = listen(
      world.client().events.stream({ signal: stop.signal, lastEventId: 0 }),
    );
    await eventually('it listens', () => world.opened() === 1);
    await world.database.reader.schema.renameTable('outbox_events', 'away');
    await eventually('it is noticed', () =>
      world.logger.warn.mock.calls.some(([text]) => text.includes('streams')),
    );
    await delay(200);
    await world.database.reader.schema.renameTable('away', 'outbox_events');
    await world.add(1);
    await eventually('it is told', () => heard.length === 1);
    expect(
      world.logger.warn.mock.calls.filter(([text]) => text.includes('streams')),
    ).toHaveLength(1);
    stop.abort();
    await ended;
  });

  it('does not warn of what it cannot judge any more when it stops', async () => {
    const authorizer = testAuthorizer();
    let fail: ((error: Error) => void) | undefined;
    const judge = jest.fn(authorizer.judge);
    const world = await openStreams({ authorizer: { ...authorizer, judge } });
    const response = await fetch(world.url);
    const text = readStream(response);
    judge.mockImplementation(
      () =>
        new Promise((_resolve, reject) => {
          fail = reject;
        }),
    );
    await world.add(1);
    const refuse = await eventually('it is judged', () => fail);
    world.streams.stop();
    refuse(new Error('The database is closed'));
    expect(seqsOf(await text)).toEqual([]);
    const { logger, close } = world;
    const log = await logOnceStopped({ logger, stop: close });
    expect(log).toEqual({ warn: [], error: [] });
  });

  it('serves 500 clients with one poller', async () => {
    const world = await openStreams();
    const count = 500;
    const stop = new AbortController();
    const { signal } = stop;
    const responses = await Promise.all(
      Array.from({ length: count }, () => fetch(world.url, { signal })),
    );
    expect(responses.every(each => each.ok)).toBe(true);
    await delay(100);
    let reads = 0;
    world.database.reader.on('query', ({ sql }: { sql: string }) => {
      if (/"?outbox_events"?`? where .?seq.? > \?/.test(sql)) reads += 1;
    });
    const texts = Promise.all(
      responses.map(each =>
        readStream(each, text => seqsOf(text).includes(100)),
      ),
    );
    for (let revision = 1; revision <= 100; revision++) {
      await world.add(revision);
    }
    const all = Array.from({ length: 100 }, (_, index) => index + 1);
    for (const text of await texts) expect(seqsOf(text)).toEqual(all);
    // As many as there were looks: if each client read for itself, it would be a hundred times as many as there are clients.
    expect(reads).toBeGreaterThan(0);
    expect(reads).toBeLessThan(count * 10);
    await eventually(
      'all have left',
      async () => (await world.connections()) === 0,
    );
  });
});
