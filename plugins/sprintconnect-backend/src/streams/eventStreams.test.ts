import { setTimeout as delay } from 'node:timers/promises';
import { TiedSignal } from '@sprintconnect/plugin-sprintconnect-common';
import fc from 'fast-check';
import { databaseIds, eventually } from '../__testUtils__';
import { listen } from './__testUtils__/listen';
import { openStreams, readStream } from './__testUtils__/openStreams';

const seqsOf = (text: string) =>
  [...text.matchAll(/^data: .*"seq":(\d+)/gm)].map(([, seq]) => Number(seq));

describe.each(databaseIds)('GET /v1/events/stream on %s', id => {
  it('200: tells what happens, and first what was missed', async () => {
    const world = await openStreams({ id });
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
    await eventually('all listen', () => world.opened() === 3);
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
    const world = await openStreams({ id });
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
            const broken = new TiedSignal({ sources: [init!.signal] });
            const response = await fetch(url, {
              ...init,
              signal: broken.signal,
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
    const first = await openStreams({ id });
    const second = await openStreams({ database: first.database });
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
    const world = await openStreams({ id });
    for (let revision = 1; revision <= 5; revision++) await world.add(revision);
    await world.published(5);
    await world.database.transaction(tx =>
      tx('outbox_events')
        .where('seq', '<=', 3)
        .update({ published_at: new Date(Date.now() - 8 * 24 * 3600 * 1000) }),
    );
    expect(await world.prunes[0](2)).toBe(2);
    expect(await world.prunes[0](2)).toBe(1);
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
    const world = await openStreams();
    const stop = new AbortController();
    const { signal } = stop;
    const own = listen(world.client('own').events.stream({ signal }));
    const other = listen(
      world.client('other').events.stream({ signal, lastEventId: 0 }),
    );
    await eventually('both listen', () => world.opened() === 2);
    await world.add(1, { orgId: 'other' });
    await world.add(2, { orgId: 'own' });
    await eventually('own is told', () => own.heard.length === 1);
    stop.abort();
    await Promise.all([own.ended, other.ended]);
    expect(own.revisions()).toEqual([2]);
    expect(other.revisions()).toEqual([1]);
  });

  it('200: only the types that were asked for; the query may name the last id, and the header goes before it', async () => {
    const world = await openStreams();
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
    const world = await openStreams({ settings: { heartbeatSeconds: 1 } });
    const response = await fetch(`${world.url}?types=job.dead`);
    await world.add(1);
    await world.published(1);
    const text = await readStream(response, each => each.includes('id: 1\n'));
    expect(text).toContain(': still here\nid: 1\n\n');
    expect(text).not.toContain('data:');
  });

  it('200 to HEAD, without holding the connection', async () => {
    const world = await openStreams();
    const response = await fetch(world.url, { method: 'HEAD' });
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toContain('text/event-stream');
    await expect(response.text()).resolves.toBe('');
  });
});
