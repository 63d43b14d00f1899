import { randomUUID } from 'node:crypto';
import request from 'supertest';
import { problemTypeOf } from '@sprintconnect/plugin-sprintconnect-common';
import { describeOnPostgres, testApp } from '../__testUtils__';
import { openCutDatabase } from '../__testUtils__/openCutDatabase';
import { createRouter } from '../http';
import { DatabaseUnavailableError, outageOf, type Tx } from '../ports';
import { PATIENCE } from './patience';

async function world() {
  const { direct, ...cut } = await openCutDatabase();
  const work = jest.fn((tx: Tx) =>
    tx('instance_secrets').insert({
      name: randomUUID(),
      secret: 'x',
      created_at: new Date(),
    }),
  );
  const count = async () => (await direct.reader('instance_secrets')).length;
  return { ...cut, direct, work, count };
}

describeOnPostgres('an outage of %s', () => {
  it.each([
    ['BEGIN', 1],
    ['insert into', 2],
    ['COMMIT', 2],
  ])(
    'is outlived by a transaction that repeats when the connection breaks before %s',
    async (text, calls) => {
      const { proxy, database, work, count } = await world();
      proxy.cutAt(text, 'before');
      await database.transaction(work, { isRepeatable: true });
      expect(await count()).toBe(1);
      expect(work).toHaveBeenCalledTimes(calls);
    },
  );

  it.each(['BEGIN', 'insert into'])(
    'is outlived by every transaction whose COMMIT was not sent, when the answer to %s is lost',
    async text => {
      const { proxy, database, work, count, lines } = await world();
      proxy.cutAt(text, 'answer');
      await database.transaction(work);
      expect(await count()).toBe(1);
      expect(lines).toEqual([
        expect.stringContaining("The database isn't reachable"),
        expect.stringContaining('The database is back'),
      ]);
    },
  );

  it.each(['before', 'answer'] as const)(
    'is outlived by a statement of its own (%s)',
    async when => {
      const { proxy, database, count } = await world();
      const row = { name: randomUUID(), secret: 'x', created_at: new Date() };
      proxy.cutAt('insert into', when);
      await database.write(knex =>
        knex('instance_secrets').insert(row).onConflict('name').ignore(),
      );
      expect(await count()).toBe(1);
    },
  );

  it('leaves a transaction alone whose COMMIT may have been done', async () => {
    for (const [when, rows] of [
      ['answer', 1],
      ['before', 0],
    ] as const) {
      const { proxy, database, work, count } = await world();
      proxy.cutAt('COMMIT', when);
      await expect(database.transaction(work)).rejects.toMatchObject({
        name: 'DatabaseUnavailableError',
        isOutcomeUnknown: true,
      });
      expect(work).toHaveBeenCalledTimes(1);
      expect(await count()).toBe(rows);
      // The pool has no dead connection to give.
      await database.transaction(work);
      expect(await count()).toBe(rows + 1);
    }
  });

  it('says so in its answer', async () => {
    const { proxy, database, work } = await world();
    const router = createRouter();
    router.post('/things', async (_req, res) => {
      await database.transaction(work);
      res.status(201).end();
    });
    const app = testApp([router]);
    proxy.cutAt('COMMIT', 'answer');
    const { status, headers, body } = await request(app).post('/things');
    expect({ status, after: headers['retry-after'] }).toEqual({
      status: 503,
      after: '5',
    });
    expect(body.detail).toMatch(/may or may not have been saved. Check/);
    expect(body.type).toBe(problemTypeOf('outcome-unknown'));
    expect(app.locals.logged).toEqual([]);
  });

  it('is outlived by reads, and not by a write outside of a transaction', async () => {
    const { proxy, database, direct } = await world();
    proxy.cutAt('instance_secrets', 'answer');
    expect(await database.reader('instance_secrets').select()).toEqual([]);
    proxy.cutAt('1 as one', 'answer');
    const { rows } = await database.reader.raw('SELECT 1 as one');
    expect(rows).toEqual([{ one: 1 }]);
    proxy.cutAt('insert', 'answer');
    const row = { name: 'a', secret: 'x', created_at: new Date() };
    await expect(
      database.reader('instance_secrets').insert(row),
    ).rejects.toBeInstanceOf(DatabaseUnavailableError);
    expect(await direct.reader('instance_secrets')).toHaveLength(1);
    // It was not sent: the database refuses, and the connection stays.
    await expect(
      database.reader('instance_secrets').insert(row),
    ).rejects.toMatchObject({ code: '23505' });
  });

  it('is told from what the work refuses, also when the connection breaks then', async () => {
    const { proxy, database } = await world();
    const refusal = new Error('no');
    const refused = jest.fn(async (tx: Tx) => {
      await tx('instance_secrets').select();
      throw refusal;
    });
    proxy.cutAt('ROLLBACK', 'before');
    await expect(database.transaction(refused)).rejects.toBe(refusal);
    expect(refused).toHaveBeenCalledTimes(1);
    expect(await database.reader('instance_secrets')).toEqual([]);
  });

  it('is found out where new connections get no answer, long before knex gives up', async () => {
    const { proxy, database, work } = await world();
    // Knex itself gives up after 30 s.
    jest.replaceProperty(PATIENCE, 'acquireMs', 200);
    proxy.fallSilent();
    const asking = [
      database.reader('instance_secrets').select(),
      database.transaction(work),
    ];
    for (const { reason } of (await Promise.allSettled(
      asking,
    )) as PromiseRejectedResult[]) {
      expect(reason).toBeInstanceOf(DatabaseUnavailableError);
    }
    expect(work).not.toHaveBeenCalled();
    jest.restoreAllMocks();
  }, 20_000);

  it('is not a database that takes no writes for good, but one that fails over', async () => {
    const { database, work, count } = await world();
    let tries = 0;
    await database.transaction(async tx => {
      tries += 1;
      if (tries === 1) await tx.raw('SET TRANSACTION READ ONLY');
      await work(tx);
    });
    expect(tries).toBe(2);
    expect(await count()).toBe(1);
  });

  it('is known to who asks whether it answers', async () => {
    const { proxy, database } = await world();
    await database.ping();
    proxy.close();
    await expect(database.ping()).rejects.toBeInstanceOf(
      DatabaseUnavailableError,
    );
  });
});

describe('what an error says of the database', () => {
  const coded = (code: string, message = 'secret text') =>
    Object.assign(new Error(message), { code });
  it.each([
    '57P01',
    '57P02',
    '57P03',
    '53300',
    '25006',
    '08006',
    'ECONNREFUSED',
    'ECONNRESET',
    'EPIPE',
  ])('%s: the connection is of no use', code => {
    expect(outageOf(coded(code))).toMatchObject({ isConnected: false });
    expect(outageOf(coded(code))?.reason).not.toContain('secret');
  });
  it.each(['40001', '40P01', '55P03', 'SQLITE_BUSY', 'SQLITE_LOCKED'])(
    '%s: others were in the way',
    code => {
      expect(outageOf(coded(code))).toMatchObject({ isConnected: true });
    },
  );
  it.each(['23505', '42P01', '08P01', '57014', 'SQLITE_CONSTRAINT', 'EACCES'])(
    '%s: nothing',
    code => {
      expect(outageOf(coded(code))).toBeUndefined();
    },
  );
  it('goes by the words of the driver only where there is no code', () => {
    const words = 'select 1 - Connection terminated unexpectedly';
    expect(outageOf(new Error(words))).toBeDefined();
    expect(outageOf(coded('22000', words))).toBeUndefined();
    expect(outageOf(new Error(`${words}, he said`))).toBeUndefined();
    expect(outageOf('Connection terminated')).toBeUndefined();
  });
  it('looks at the causes', () => {
    const cause = new TypeError('fetch failed', { cause: coded('57P01') });
    expect(outageOf(new Error('x', { cause }))).toBeDefined();
  });
});
