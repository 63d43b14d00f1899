import express from 'express';
import request from 'supertest';
import {
  databaseIds,
  fixedClock,
  openTestDatabase,
  testContext,
} from '../__testUtils__';
import {
  createIdempotency,
  idempotencyKeyOf,
  noteReplay,
  openInstanceSecret,
} from '.';

async function world(id: (typeof databaseIds)[number]) {
  const database = await openTestDatabase({ id });
  const clock = fixedClock();
  const secret = await openInstanceSecret(database, { name: 'http', clock });
  const idempotency = createIdempotency({ database, clock, secret });
  let made = 0;
  const work = jest.fn(async () => ({ id: `new-${(made += 1)}` }));
  const send = (
    change: Partial<{
      key: string;
      body: unknown;
      ref: string;
      orgId: string;
    }> = {},
  ) =>
    database.transaction(tx =>
      idempotency.run(
        tx,
        {
          ctx: testContext({
            caller: { type: 'user', ref: change.ref ?? 'user:default/ada' },
            ...(change.orgId && { orgId: change.orgId }),
          }),
          key: 'key' in change ? change.key : 'k1',
          route: 'POST /v1/servers',
          body: change.body ?? { a: 1, b: 2 },
        },
        work,
      ),
    );
  return { database, clock, idempotency, work, send };
}

describe.each(databaseIds)('idempotency on %s', id => {
  it('does the work once and answers the same', async () => {
    const { send, work } = await world(id);
    const first = await send();
    const second = await send({ body: { b: 2, a: 1 } });
    expect(second).toEqual({ ...first, replayed: true });
    expect(work).toHaveBeenCalledTimes(1);
  });

  it('repeats what an earlier release kept with its status and place', async () => {
    const { send, work, database } = await world(id);
    const first = await send();
    const place = { status: 201, location: '/v1/servers/new-1' };
    await database.reader('idempotency_keys').update(place);
    expect(await send()).toEqual({ ...first, replayed: true });
    expect(work).toHaveBeenCalledTimes(1);
  });

  it('refuses a key that was used for another body', async () => {
    const { send, work } = await world(id);
    await send();
    await expect(send({ body: { a: 2 } })).rejects.toMatchObject({
      status: 409,
    });
    expect(work).toHaveBeenCalledTimes(1);
  });

  it('keeps keys of callers and organisations apart and forgets them after 24 hours', async () => {
    const { send, work, clock, idempotency } = await world(id);
    await send();
    await send({ ref: 'user:default/grace' });
    await send({ orgId: 'other' });
    await send({ key: undefined });
    expect(work).toHaveBeenCalledTimes(4);
    clock.advance(24 * 3600 * 1000);
    await send({ body: { other: true } });
    expect(work).toHaveBeenCalledTimes(5);
    await expect(idempotency.prune(10)).resolves.toBe(2);
    await expect(idempotency.prune(10)).resolves.toBe(0);
  });

  it('leaves the key free when the work fails', async () => {
    const { send, work, database } = await world(id);
    work.mockRejectedValueOnce(new Error('refused'));
    await expect(send()).rejects.toThrow('refused');
    await expect(database.reader('idempotency_keys')).resolves.toEqual([]);
    await expect(send()).resolves.toMatchObject({ replayed: false });
  });

  it('frees no key of work that is done', async () => {
    const { idempotency } = await world(id);
    const asked = {
      ctx: testContext(),
      key: 'k1',
      route: 'POST /v1/calls',
      body: {},
    };
    const first = await idempotency.claim<string>(asked);
    if (first.replayed) throw new Error('Nothing was done before');
    await first.keep('done');
    await first.free();
    const again = { replayed: true, result: 'done' };
    expect(await idempotency.claim(asked)).toEqual(again);
  });

  it('lets one of many concurrent duplicates work', async () => {
    const { send, work } = await world(id);
    const answers = await Promise.all(Array.from({ length: 5 }, () => send()));
    expect(work).toHaveBeenCalledTimes(1);
    expect(answers.filter(answer => answer.replayed)).toHaveLength(4);
    expect(new Set(answers.map(({ result }) => result.id)).size).toBe(1);
  });

  it('shares one secret among instances', async () => {
    const { database, clock } = await world(id);
    const secrets = await Promise.all(
      [1, 2, 3].map(() => openInstanceSecret(database, { name: 'x', clock })),
    );
    expect(secrets[0]).toHaveLength(32);
    expect(secrets.every(secret => secret.equals(secrets[0]))).toBe(true);
  });
});

it('sends a replayed answer with its status, place and mark', async () => {
  const app = express();
  app.get('/', (req, res) => {
    noteReplay(res, { replayed: !('first' in req.query) })
      .status(201)
      .location('/v1/x')
      .json({ key: idempotencyKeyOf(req) });
  });
  const answer = await request(app).get('/').set('Idempotency-Key', 'abc');
  expect(answer.status).toBe(201);
  expect(answer.body).toEqual({ key: 'abc' });
  expect(answer.headers).toMatchObject({
    location: '/v1/x',
    'idempotency-replayed': 'true',
  });
  const first = await request(app).get('/?first');
  expect(first.status).toBe(201);
  expect(first.headers).not.toHaveProperty('idempotency-replayed');
});
