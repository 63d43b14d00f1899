import { connect } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import fc from 'fast-check';
import { v7 as uuid } from 'uuid';
import type { SprintConnectEvent } from '@sprintconnect/plugin-sprintconnect-common';
import { mockCredentials } from '@backstage/backend-test-utils';
import { databaseIds, eventually } from '../__testUtils__';
import {
  openStreams,
  readStream,
  type StreamWorldOptions,
} from './__testUtils__/openStreams';

jest.setTimeout(120_000);

const closes: (() => Promise<void>)[] = [];
afterEach(async () => {
  await Promise.all(closes.splice(0).map(close => close()));
});

async function open(options?: StreamWorldOptions) {
  const world = await openStreams(options);
  closes.push(world.close);
  return world;
}

/** Listens in the background; `heard` grows. */
function listen(events: AsyncGenerator<SprintConnectEvent>) {
  const heard: SprintConnectEvent[] = [];
  const ended = (async () => {
    for await (const event of events) heard.push(event);
  })();
  return { heard, ended, revisions: () => heard.map(each => each.revision) };
}

const seqsOf = (text: string) =>
  [...text.matchAll(/^data: .*"seq":(\d+)/gm)].map(([, seq]) => Number(seq));

describe.each(databaseIds)('GET /v1/events/stream on %s', id => {
  it('200: tells what happens, and first what was missed', async () => {
    const world = await open({ id });
    await world.add(1);
    await world.add(2);
    await world.published(2);
    const stop = new AbortController();
    const { signal } = stop;
    const now = listen(world.client().events.stream({ signal }));
    const since = listen(
      world.client().events.stream({ signal, lastEventId: 1 }),
    );
    const all = listen(
      world.client().events.stream({ signal, lastEventId: 0 }),
    );
    await eventually('the past is told', () => all.heard.length === 2);
    await eventually(
      'the third listens',
      async () => (await world.connections()) === 3,
    );
    await delay(50);
    await world.add(3);
    await eventually('the present is told', () =>
      [now, since, all].every(each => each.heard.some(e => e.revision === 3)),
    );
    stop.abort();
    await Promise.all([now.ended, since.ended, all.ended]);
    expect(now.revisions()).toEqual([3]);
    expect(since.revisions()).toEqual([2, 3]);
    expect(all.revisions()).toEqual([1, 2, 3]);
    expect(all.heard[0]).toMatchObject({ seq: 1, type: 'server.updated' });
    await eventually(
      'the connections end',
      async () => (await world.connections()) === 0,
    );
  });

  it('neither loses nor repeats an event while connections break and events are written', async () => {
    const world = await open({ id });
    let written = 0;
    const step = fc.oneof(
      fc.record({ orgId: fc.constantFrom('default', 'other') }),
      fc.constant('break' as const),
      fc.constant('wait' as const),
    );
    await fc.assert(
      fc.asyncProperty(
        fc.array(step, { minLength: 5, maxLength: 25 }),
        async steps => {
          const first = written;
          const mine: number[] = [];
          let breakOff = () => {};
          const client = world.client('default', async (url, init) => {
            const broken = new AbortController();
            const response = await fetch(url, {
              ...init,
              signal: AbortSignal.any([broken.signal, init!.signal!]),
            });
            // The hint of the server is for many clients; here one comes back at once.
            return new Response(
              response.body!.pipeThrough(
                new TransformStream<Uint8Array, Uint8Array>({
                  transform: (chunk, controller) => {
                    const text = Buffer.from(chunk).toString();
                    controller.enqueue(
                      Buffer.from(text.replace(/^retry: \d+/, 'retry: 1')),
                    );
                    breakOff = () => broken.abort();
                  },
                }),
              ),
            );
          });
          const stop = new AbortController();
          const { heard, ended } = listen(
            client.events.stream({
              signal: stop.signal,
              lastEventId: first,
            }),
          );
          for (const each of steps) {
            if (each === 'break') breakOff();
            else if (each === 'wait') await delay(5);
            else {
              written += 1;
              if (each.orgId === 'default') mine.push(written);
              await world.add(written, each);
            }
          }
          await eventually('all is heard', () => heard.length >= mine.length);
          await world.published(written);
          stop.abort();
          await ended;
          expect(heard.map(({ seq }) => seq)).toEqual(mine);
          expect(heard.map(({ orgId }) => orgId)).toEqual(
            mine.map(() => 'default'),
          );
        },
      ),
      { numRuns: 15 },
    );
  });

  it('hears of events that another instance relays', async () => {
    const first = await open({ id });
    const second = await open({ database: first.database });
    const stop = new AbortController();
    const { signal } = stop;
    const heard = [first, second].map(world =>
      listen(world.client().events.stream({ signal, lastEventId: 0 })),
    );
    for (let revision = 1; revision <= 10; revision++) {
      await (revision % 2 ? first : second).add(revision);
    }
    await eventually('both hear all', () =>
      heard.every(each => each.heard.length === 10),
    );
    stop.abort();
    for (const each of heard) {
      await each.ended;
      expect(each.heard.map(({ seq }) => seq)).toEqual(
        Array.from({ length: 10 }, (_, index) => index + 1),
      );
    }
  });

  it('says which events are forgotten, and goes on', async () => {
    const world = await open({ id });
    for (let revision = 1; revision <= 5; revision++) await world.add(revision);
    await world.published(5);
    await world.database.transaction(tx =>
      tx('outbox_events')
        .where('seq', '<=', 3)
        .update({ published_at: new Date(Date.now() - 8 * 24 * 3600 * 1000) }),
    );
    expect(await world.prune(2)).toBe(2);
    expect(await world.prune(2)).toBe(1);
    const gaps: object[] = [];
    const onGap = (gap: object) => gaps.push(gap);
    const stop = new AbortController();
    const { signal } = stop;
    const { heard, ended } = listen(
      world.client().events.stream({ signal, lastEventId: 1, onGap }),
    );
    await eventually('the rest is told', () => heard.length === 2);
    const later = listen(
      world.client().events.stream({ signal, lastEventId: 3, onGap }),
    );
    await eventually('the rest is told', () => later.heard.length === 2);
    stop.abort();
    await Promise.all([ended, later.ended]);
    expect(heard.map(({ seq }) => seq)).toEqual([4, 5]);
    expect(gaps).toEqual([{ from: 2, to: 3 }]);
  });
});

describe('GET /v1/events/stream', () => {
  it('tells an organisation nothing of another', async () => {
    const world = await open();
    const stop = new AbortController();
    const { signal } = stop;
    const own = listen(world.client('own').events.stream({ signal }));
    const other = listen(
      world.client('other').events.stream({ signal, lastEventId: 0 }),
    );
    await eventually(
      'both listen',
      async () => (await world.connections()) === 2,
    );
    await delay(50);
    await world.add(1, { orgId: 'other' });
    await world.add(2, { orgId: 'own' });
    await eventually('own is told', () => own.heard.length === 1);
    stop.abort();
    await Promise.all([own.ended, other.ended]);
    expect(own.revisions()).toEqual([2]);
    expect(other.revisions()).toEqual([1]);
  });

  it('200: only the types that were asked for; the query may name the last id, and the header goes before it', async () => {
    const world = await open();
    await world.add(1);
    await world.add(2, { type: 'server.health.changed' });
    await world.add(3, { type: 'job.dead' });
    await world.published(3);
    const response = await fetch(
      `${world.url}?types=server.health.changed,job.dead&lastEventId=0`,
      { headers: { 'last-event-id': '2' } },
    );
    const text = await readStream(response, each => each.includes('job.dead'));
    expect(text).toMatch(
      /^retry: [1-4]\d{3}\nid: 2\n\nid: 3\nevent: job.dead\n/,
    );
    const both = await fetch(
      `${world.url}?types=server.health.changed,job.dead&lastEventId=0`,
    );
    expect(
      seqsOf(await readStream(both, each => each.includes('job.dead'))),
    ).toEqual([2, 3]);
  });

  it('shows that it lives, and moves the id past what was not for the client', async () => {
    const world = await open({ settings: { heartbeatSeconds: 1 } });
    const response = await fetch(`${world.url}?types=job.dead`);
    await world.add(1);
    await world.published(1);
    const text = await readStream(response, each => each.includes('id: 1\n'));
    expect(text).toContain(': still here\nid: 1\n\n');
    expect(text).not.toContain('data:');
  });

  it('200 to HEAD, without holding the connection', async () => {
    const world = await open();
    const response = await fetch(world.url, { method: 'HEAD' });
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toContain('text/event-stream');
    await expect(response.text()).resolves.toBe('');
  });

  it.each([
    ['lastEventId=abc', 'is no id of an event'],
    ['lastEventId=-1', 'is no id of an event'],
    ['lastEventId=1.5', 'is no id of an event'],
    ['lastEventId=99999999999999999', 'is no id of an event'],
    ['lastEventId=8', 'the last event is 1'],
    ['types=server.sang', 'no type of event'],
    ['since=1', 'not a known field'],
  ])('400 for %s, and holds no place', async (query, message) => {
    const world = await open({ settings: { connectionsMax: 1 } });
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
    const world = await open({ denied: ['sprintconnect.server.read'] });
    const nobody = await fetch(world.url, {
      headers: { 'x-test-caller': 'none' },
    });
    const refused = await fetch(world.url);
    expect([nobody.status, refused.status]).toEqual([401, 403]);
  });

  it('429 for too many of one caller, 503 for too many of all, until one leaves', async () => {
    const world = await open({
      settings: { connectionsPerCallerMax: 1, connectionsMax: 2 },
    });
    const as = (ref: string) =>
      fetch(world.url, { headers: { 'x-test-caller': `user:${ref}` } });
    const ada = await as('ada');
    const again = await as('ada');
    expect(again.status).toBe(429);
    expect(again.headers.get('retry-after')).toBe('30');
    expect((await again.json()).detail).toContain('You have 1 streams open');
    const bob = await as('bob');
    const eve = await as('eve');
    expect(eve.status).toBe(503);
    expect((await eve.json()).detail).toContain('connectionsMax');
    await ada.body!.cancel();
    await eventually('a place is free', async () => {
      const next = await as('ada');
      const { status } = next;
      await next.body!.cancel();
      return status === 200;
    });
    await bob.body!.cancel();
  });

  it('ends with the token, and at the end of its life', async () => {
    const credentials = {
      ...mockCredentials.user(),
      expiresAt: new Date(Date.now() + 300),
    };
    const expiring = await open({ context: { credentials } });
    const ageing = await open({ settings: { lifeSeconds: 1 } });
    const texts = await Promise.all(
      [expiring, ageing].map(async ({ url }) => readStream(await fetch(url))),
    );
    for (const text of texts) expect(text).toContain('id: 0\n\n');
  });

  it('503 once the backend stops, and ends what is open', async () => {
    const world = await open();
    const response = await fetch(world.url);
    world.streams.stop();
    await expect(readStream(response)).resolves.toContain('id: 0');
    const late = await fetch(world.url);
    expect(late.status).toBe(503);
    expect((await late.json()).detail).toContain('stopping');
  });

  it('closes a client that does not read, which may go on where it was', async () => {
    const world = await open({ settings: { stallSeconds: 1 } });
    const socket = connect(world.port, '127.0.0.1');
    socket.pause();
    socket.write('GET /v1/events/stream HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n');
    await eventually(
      'it is connected',
      async () => (await world.connections()) === 1,
    );
    await delay(100);
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
    const world = await open();
    const stop = new AbortController();
    const { heard, ended } = listen(
      world.client().events.stream({ signal: stop.signal, lastEventId: 0 }),
    );
    await eventually(
      'it listens',
      async () => (await world.connections()) === 1,
    );
    await delay(50);
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

  it('serves 500 clients with one poller', async () => {
    const world = await open();
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
    // As many as there were looks, however many clients there are.
    expect(reads).toBeGreaterThan(0);
    expect(reads).toBeLessThan(count);
    await eventually(
      'all have left',
      async () => (await world.connections()) === 0,
    );
  });
});
