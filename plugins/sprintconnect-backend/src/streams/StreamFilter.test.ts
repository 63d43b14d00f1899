import type { SprintConnectEvent } from '@sprintconnect/plugin-sprintconnect-common';
import { fixedClock, testContext, testJudgement } from '../__testUtils__';
import { ProblemError } from '../http';
import type { Authorizer, Criteria, RequestContext } from '../ports';
import { StreamFilter } from './StreamFilter';
import { openStreams, readStream } from './__testUtils__/openStreams';

const some: Criteria = { trait: 'tag', anyOf: ['x'] };
const event = (serverId?: string, more: Partial<SprintConnectEvent> = {}) =>
  ({ serverId, type: 'server.updated', ...more }) as SprintConnectEvent;

function listener(
  options: { criteria?: Criteria; ctx?: Partial<RequestContext> } = {},
) {
  const clock = fixedClock();
  const visible = new Set(['a']);
  const judge = jest.fn(async () => testJudgement(options.criteria ?? some));
  const keepVisible = jest.fn(async (_ctx: unknown, ids: readonly string[]) =>
    ids.filter(id => visible.has(id)),
  );
  const filter = new StreamFilter({
    ctx: testContext(options.ctx),
    authorizer: { judge } as unknown as Authorizer,
    registry: { keepVisible },
    clock,
    newest: 7,
  });
  const hear = async (...events: SprintConnectEvent[]) =>
    (await filter.of(events)).map(({ serverId }) => serverId);
  return { clock, visible, judge, keepVisible, filter, hear };
}

it('lets hear of servers in sight and of what is of no server, asking once per batch', async () => {
  const { hear, keepVisible } = listener();
  const heard = await hear(event('a'), event('b'), event(), event('a'));
  expect(heard).toEqual(['a', undefined, 'a']);
  expect(keepVisible).toHaveBeenCalledTimes(1);
});

it('asks nothing for who may read everything', async () => {
  const { hear, keepVisible } = listener({ criteria: { allOf: [] } });
  expect(await hear(event('b'))).toEqual(['b']);
  expect(keepVisible).not.toHaveBeenCalled();
});

it('hears at once of what comes into sight, and soon no more of what leaves it', async () => {
  const { hear, visible, clock } = listener();
  expect(await hear(event('a'), event('b'))).toEqual(['a']);
  visible.add('b');
  visible.delete('a');
  expect(await hear(event('b'))).toEqual(['b']);
  clock.advance(4_000);
  expect(await hear(event('a'))).toEqual([]);
});

it('rejects once the permission is withdrawn, or the key revoked', async () => {
  const { hear, judge, clock } = listener();
  await hear();
  judge.mockRejectedValue(new ProblemError({ status: 403, detail: 'No.' }));
  await hear();
  clock.advance(4_000);
  await expect(hear(event('a'))).rejects.toMatchObject({ status: 403 });

  const key = listener({
    ctx: { caller: { type: 'api-key', ref: 'api-key:1' } },
  });
  const revoked = { type: 'access.key.revoked' as const };
  expect(
    await key.hear(event(undefined, { ...revoked, apiKeyId: '2' })),
  ).toEqual([undefined]);
  await expect(
    key.hear(event(undefined, { ...revoked, apiKeyId: '1' })),
  ).rejects.toMatchObject({ status: 403 });
});

it('rejects once the key has another secret, unless it had that before', async () => {
  const key = listener({
    ctx: { caller: { type: 'api-key', ref: 'api-key:1' } },
  });
  const rotated = (seq: number, apiKeyId: string) =>
    event(undefined, { type: 'access.key.rotated', seq, apiKeyId });
  expect(await key.hear(rotated(7, '1'), rotated(8, '2'))).toHaveLength(2);
  await expect(key.hear(rotated(8, '1'))).rejects.toMatchObject({
    status: 403,
  });
});

it('keeps a stream to the servers in sight, in what was missed and in what happens', async () => {
  const other = '0190b5a0-0000-7000-8000-000000000002';
  const authorizer = { judge: async () => testJudgement(some) };
  const world = await openStreams({
    authorizer: authorizer as unknown as Authorizer,
    keepVisible: async (_ctx, ids) => ids.filter(id => id !== other),
  });
  const addHidden = (revision: number) =>
    world.database.transaction(tx =>
      world.outbox.add(tx, {
        type: 'server.updated',
        orgId: 'default',
        serverId: other,
        revision,
      }),
    );
  await addHidden(1);
  await world.add(2);
  await world.published(2);
  const response = await fetch(`${world.url}?lastEventId=0`);
  const reading = readStream(response, text => text.includes('"revision":4'));
  await addHidden(3);
  await world.add(4);
  const text = await reading;
  expect(text).toContain('"revision":2');
  expect(text).not.toContain(other);
});
