import request from 'supertest';
import { databaseIds, eventually, testContext } from '../../__testUtils__';
import type { Database } from '../../ports';
import { parseExactly } from '@sprintconnect/plugin-sprintconnect-common';
import { openedColumns } from './CallRow';
import { CallStore } from './CallStore';
import { aCall, openCallLog, SERVER } from './__testUtils__/openCallLog';

const ctx = testContext();
const noah = testContext({
  caller: { type: 'user', ref: 'user:default/noah' },
});
const nothing = new AbortController().signal;

/** Counts commits, and fails while it is told to. */
function counted() {
  const count = { transactions: 0, failing: false };
  const through = (database: Database): Database => ({
    ...database,
    transaction: (work, options) => {
      count.transactions += 1;
      if (count.failing) throw new Error('the disk is full');
      return database.transaction(work, options);
    },
  });
  return { count, through };
}

describe.each(databaseIds)('the log of calls on %s', id => {
  it('has committed a record when it is open, and closes it once', async () => {
    const { log, rows, stop } = await openCallLog({ id });
    const call = await log.open(ctx, aCall());
    expect(await rows()).toMatchObject([{ id: call.id, outcome: null }]);
    call.close({ outcome: 'succeeded', upstreamMs: 1.5, resultBytes: 9 });
    call.close({ outcome: 'tool-error' });
    await stop();
    expect(await rows()).toMatchObject([
      { id: call.id, outcome: 'succeeded', upstream_ms: 1.5 },
    ]);
  });

  it('commits calls together that come together', async () => {
    const { count, through } = counted();
    const { log, rows } = await openCallLog({ id, through });
    await Promise.all(Array.from({ length: 50 }, () => log.open(ctx, aCall())));
    expect(await rows()).toHaveLength(50);
    expect(count.transactions).toBe(1);
  });

  it('opens a record once when its statement is sent again', async () => {
    const { database, clock, rows } = await openCallLog({ id });
    const store = new CallStore(database, clock);
    const as = { id: 'c', instance: 'i', at: clock.now(), keepsBodies: false };
    const row = openedColumns(ctx, aCall(), as);
    await store.openAlone([row]);
    await store.openAlone([row, { ...row, id: 'd' }]);
    expect((await rows()).map(each => each.id)).toEqual(['c', 'd']);
  });

  it('closes each of those that end together as it ended, and none again', async () => {
    const { log, rows, database, stop } = await openCallLog({
      id,
      keepBodies: ['production'],
    });
    const calls = await Promise.all(
      Array.from({ length: 4 }, () => log.open(ctx, aCall())),
    );
    const before = { outcome: 'unknown', reason: 'The process ended' };
    await database.reader('calls').where({ id: calls[3].id }).update(before);
    const result = { content: [], n: 1 };
    calls[0].close({ outcome: 'succeeded', upstreamMs: 1.5, result });
    calls[1].close({ outcome: 'timed-out', code: 'late', reason: 'Too late' });
    calls[2].close({ outcome: 'tool-error', resultBytes: 2 ** 40 });
    calls[3].close({ outcome: 'succeeded' });
    const how = { outcome: 'refused', code: 'rate-limited' } as const;
    const refused = log.refused(ctx, aCall(), how);
    await stop();
    const ends = new Map((await rows()).map(row => [row.id, row]));
    expect(calls.map(({ id: each }) => ends.get(each))).toMatchObject([
      { outcome: 'succeeded', upstream_ms: 1.5, code: null, reason: null },
      { outcome: 'timed-out', code: 'late', reason: 'Too late', result: null },
      { outcome: 'tool-error', upstream_ms: null },
      before,
    ]);
    expect(JSON.parse(ends.get(calls[0].id)!.result!)).toEqual(result);
    expect(Number(ends.get(calls[2].id)!.result_bytes)).toBe(2 ** 40);
    expect(ends.get(calls[0].id)!.closed_at).not.toBeNull();
    expect(ends.get(refused)).toMatchObject(how);
  });

  it('refuses no call because of the record of another', async () => {
    const { log, rows } = await openCallLog({ id });
    const bad = { argumentBytes: null as unknown as number };
    const [good, failed] = await Promise.allSettled([
      log.open(ctx, aCall()),
      log.open(ctx, aCall(bad)),
    ]);
    expect(good.status).toBe('fulfilled');
    expect(failed.status).toBe('rejected');
    expect(await rows()).toHaveLength(1);
  });

  it('opens nothing while the database does not take it', async () => {
    const { count, through } = counted();
    const { log, rows } = await openCallLog({ id, through });
    count.failing = true;
    await expect(log.open(ctx, aCall())).rejects.toThrow('the disk is full');
    count.failing = false;
    expect(await rows()).toEqual([]);
  });

  it('tries an end again until it is written', async () => {
    const { count, through } = counted();
    const { log, rows, logger } = await openCallLog({ id, through });
    const call = await log.open(ctx, aCall());
    count.failing = true;
    call.close({ outcome: 'timed-out' });
    await eventually('the failure is told', () => logger.warn.mock.calls[0]);
    count.failing = false;
    const written = await eventually('the end is written', async () =>
      (await rows()).find(({ outcome }) => outcome),
    );
    expect(written).toMatchObject({ id: call.id, outcome: 'timed-out' });
  });

  it('writes a refusal in one row, within bounds and without bodies', async () => {
    const { log, rows, stop } = await openCallLog({
      id,
      keepBodies: ['production'],
    });
    const asked = aCall({
      capability: `\0${'x'.repeat(5_000)}`,
      arguments: { a: 1 },
    });
    const refused = log.refused(ctx, asked, {
      outcome: 'refused',
      code: 'rate-limited',
      reason: 'Too many calls',
    });
    await stop();
    const [row] = await rows();
    expect(row).toMatchObject({
      id: refused,
      outcome: 'refused',
      code: 'rate-limited',
      arguments: null,
    });
    expect(row.capability).toHaveLength(2_000);
    expect(row.closed_at).toEqual(row.opened_at);
  });

  it('closes as unknown what a dead process left open, and nothing else', async () => {
    const { database, ...dead } = await openCallLog({ id });
    const left = await dead.log.open(ctx, aCall());
    const ended = await dead.log.open(ctx, aCall());
    ended.close({ outcome: 'succeeded' });
    await eventually('its end', async () =>
      (await dead.rows()).some(({ outcome }) => outcome),
    );
    const alive = await openCallLog({ database });
    alive.clock.advance(59_000);
    const open = await alive.log.open(ctx, aCall());
    const [task] = alive.tasks;
    await task.run(nothing);
    const outcomes = async () =>
      Object.fromEntries(
        (await alive.rows()).map(row => [row.id, row.outcome]),
      );
    expect(await outcomes()).toMatchObject({ [left.id]: null });
    alive.clock.advance(2_000);
    await task.run(nothing);
    expect(await outcomes()).toEqual({
      [left.id]: 'unknown',
      [ended.id]: 'succeeded',
      [open.id]: null,
    });
    left.close({ outcome: 'succeeded' });
    await dead.stop();
    expect(await outcomes()).toMatchObject({ [left.id]: 'unknown' });
  });

  it('announces a burst of one server once, and what came after it', async () => {
    const { log, events, clock } = await openCallLog({ id });
    const end = async () =>
      (await log.open(ctx, aCall())).close({ outcome: 'succeeded' });
    await end();
    await eventually('the first', () => events.length === 1);
    await end();
    await end();
    clock.advance(2_000);
    await eventually('the rest', () => events.length === 2);
    expect(events).toEqual(
      Array(2).fill({
        type: 'server.calls.changed',
        orgId: 'default',
        serverId: SERVER,
      }),
    );
  });

  it('keeps bodies only where it is told to, redacted and exact', async () => {
    const { log, rows, stop } = await openCallLog({
      id,
      keepBodies: ['development'],
    });
    const body = parseExactly(
      '{"id":12345678901234567890,"password":"p","items":[{"type":"image","data":"AAAA"}]}',
    ).exact;
    const environments = ['development', 'production'];
    for (const environment of environments) {
      const server = { id: SERVER, name: 'weather', environment };
      const call = await log.open(ctx, aCall({ server, arguments: body }));
      call.close({ outcome: 'succeeded', result: { text: 'y'.repeat(3_000) } });
    }
    await stop();
    const [kept, bare] = await rows();
    expect(kept.arguments).toBe(
      '{"id":12345678901234567890,"password":"[redacted]","items":[{"type":"image","data":"[3 bytes]"}]}',
    );
    expect(kept.result.length).toBeLessThan(2_100);
    expect(bare).toMatchObject({ arguments: null, result: null });
  });

  it('forgets bodies first, then calls, so many at once', async () => {
    const { log, rows, clock, prunes } = await openCallLog({
      id,
      keepBodies: ['production'],
    });
    for (let n = 0; n < 3; n++) await log.open(ctx, aCall({ arguments: {} }));
    const [bodies, calls] = prunes;
    expect(await bodies(10)).toBe(0);
    clock.advance(8 * 24 * 3600 * 1000);
    expect(await calls(10)).toBe(0);
    expect(await bodies(2)).toBe(2);
    expect(await bodies(2)).toBe(1);
    expect(await rows()).toMatchObject(Array(3).fill({ arguments: null }));
    clock.advance(23 * 24 * 3600 * 1000);
    expect(await calls(2)).toBe(2);
    expect(await calls(2)).toBe(1);
    expect(await rows()).toEqual([]);
  });
});

describe.each(databaseIds)('GET /v1/calls on %s', id => {
  async function withCalls(options: Parameters<typeof openCallLog>[0] = {}) {
    const world = await openCallLog({ id, ...options });
    const own = await world.log.open(ctx, aCall());
    world.clock.advance(1_000);
    const foreign = await world.log.open(noah, aCall({ arguments: { a: 1 } }));
    world.clock.advance(1_000);
    const elsewhere = await world.log.open(
      testContext({ orgId: 'other' }),
      aCall(),
    );
    foreign.close({ outcome: 'refused', code: 'c', reason: 'r' });
    await eventually('its end', async () =>
      (await world.rows()).some(({ outcome }) => outcome),
    );
    const ids = async (query = '') => {
      const { body } = await request(world.app)
        .get(`/v1/calls${query}`)
        .expect(200);
      return body.items.map((each: { id: string }) => each.id);
    };
    return { ...world, own, foreign, elsewhere, ids };
  }
  const seeded = async ({ database }: { database: Database }, owner: string) =>
    database.reader('servers').insert({
      id: SERVER,
      org_id: 'default',
      name: 'weather',
      environment: 'production',
      origin: 'api',
      entity_ref: 'api:default/weather',
      owner_ref: owner,
      remotes: '[]',
      tags: '[]',
      search_text: 'weather',
      status: 'active',
      revision: 1,
      created_at: new Date(),
      updated_at: new Date(),
    });

  it('shows all of the organisation to who may change all, youngest first', async () => {
    const { ids, own, foreign } = await withCalls();
    expect(await ids()).toEqual([foreign.id, own.id]);
  });

  it.each([['sprintconnect.server.update'], ['sprintconnect.server.read']])(
    'shows only their own to who lacks %s',
    async permission => {
      const { ids, own, foreign, app } = await withCalls({
        denied: [permission],
      });
      expect(await ids()).toEqual([own.id]);
      expect(await ids('?caller=user:default/noah')).toEqual([]);
      await request(app).get(`/v1/calls/${own.id}`).expect(200);
      await request(app).get(`/v1/calls/${foreign.id}`).expect(404);
    },
  );

  it.each([
    ['group:default/mine', true],
    ['group:default/others', false],
  ])('judges by the owner %s of the server', async (owner, isSeen) => {
    const { app, ids, own, foreign, ...world } = await withCalls({
      criteria: {
        'sprintconnect.server.update': {
          trait: 'owner',
          anyOf: ['group:default/mine'],
        },
      },
    });
    await seeded(world, owner);
    expect(await ids()).toEqual(isSeen ? [foreign.id, own.id] : [own.id]);
    await request(app)
      .get(`/v1/calls/${foreign.id}`)
      .expect(isSeen ? 200 : 404);
  });

  it('filters, pages, and tells bodies only where they are asked for', async () => {
    const { app, ids, own, foreign } = await withCalls({
      keepBodies: ['production'],
    });
    expect(await ids('?outcome=refused,unknown')).toEqual([foreign.id]);
    expect(await ids('?caller=user:default/ada')).toEqual([own.id]);
    expect(await ids('?capability=nothing')).toEqual([]);
    expect(await ids(`?server=${SERVER}`)).toHaveLength(2);
    expect(await ids('?from=2026-11-22T12:00:01Z')).toEqual([foreign.id]);
    expect(await ids('?to=2026-11-22T12:00:01Z')).toEqual([own.id]);
    const { body } = await request(app).get('/v1/calls?limit=1').expect(200);
    expect(body.items[0]).toMatchObject({
      id: foreign.id,
      outcome: 'refused',
      durationMs: 1_000,
      caller: { type: 'user', ref: 'user:default/noah' },
    });
    expect(body.items[0]).not.toHaveProperty('arguments');
    expect(await ids(`?limit=1&cursor=${body.nextCursor}`)).toEqual([own.id]);
    await request(app)
      .get(`/v1/calls?limit=1&server=${SERVER}&cursor=${body.nextCursor}`)
      .expect(400);
    const one = await request(app).get(`/v1/calls/${foreign.id}`).expect(200);
    expect(one.body.arguments).toEqual({ a: 1 });
  });

  it('answers 404 alike for what is elsewhere, nowhere, and no id', async () => {
    const { app, elsewhere } = await withCalls();
    for (const each of [elsewhere.id, SERVER, "x' or 1=1"]) {
      const { status, body } = await request(app).get(
        `/v1/calls/${encodeURIComponent(each)}`,
      );
      expect([status, body.detail]).toEqual([
        404,
        'Call not found. GET /v1/calls lists the calls you can see.',
      ]);
    }
  });
});
