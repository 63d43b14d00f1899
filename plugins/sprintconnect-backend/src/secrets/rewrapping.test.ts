import { databaseIds, openTestDatabase } from '../__testUtils__';
import type { Database, RunningJob, SecretPlace } from '../ports';
import { SecretStore } from './SecretStore';
import { openTestSecrets, testKey } from './__testUtils__/openTestSecrets';

const OLD = { id: 'old', secret: testKey(1) };
const NEW = { id: 'new', secret: testKey(2) };
/** Two batches and a part of a third. */
const MANY = 120;

const placeOf = (index: number, orgId = 'default'): SecretPlace => ({
  orgId,
  holder: `credential:${String(index).padStart(3, '0')}`,
  field: 'token',
  version: 1,
});

/** Secrets that the old key sealed. */
async function sealOld(database: Database, count = MANY, orgId = 'default') {
  const { vault } = await openTestSecrets(database, { keys: [OLD] });
  for (let index = 0; index < count; index += 1) {
    const sealed = await vault.seal(placeOf(index, orgId), `secret ${index}`);
    await database.transaction(tx => vault.keep(tx, sealed));
  }
  return vault;
}

const rotated = (database: Database) =>
  openTestSecrets(database, { keys: [NEW, OLD] });

/** Runs the job as a worker does; `onProgress` is told how far it is. */
async function rewrap(
  { jobs }: Awaited<ReturnType<typeof rotated>>,
  { orgId = 'default', onProgress = (_done: number) => {} } = {},
) {
  const seen: { done: number; total?: number }[] = [];
  const controller = new AbortController();
  const running: RunningJob = {
    id: '0197f3b2-7c1e-7abc-8def-0123456789ab',
    kind: jobs[0]!.kind,
    orgId,
    payload: {},
    attempt: 1,
    signal: controller.signal,
    progress: progress => {
      seen.push(progress);
      onProgress(progress.done);
    },
  };
  return { controller, seen, result: jobs[0]!.run(running) };
}

async function kids({ reader }: Database) {
  const rows: Record<string, unknown>[] = await reader('secrets')
    .groupBy('kid')
    .select('kid')
    .count({ count: '*' });
  return Object.fromEntries(rows.map(row => [row.kid, Number(row.count)]));
}

describe.each(databaseIds)('rewrapping on %s', id => {
  it('wraps all data keys with the first key, and touches no ciphertext', async () => {
    const database = await openTestDatabase({ id });
    await sealOld(database);
    const texts = async () =>
      (await database.reader('secrets').orderBy('holder')).map(
        row => JSON.parse(row.sealed).text,
      );
    const before = await texts();
    const world = await rotated(database);
    const { seen, result } = await rewrap(world);
    expect(await result).toEqual({ rewrapped: MANY, damaged: 0, left: 0 });
    expect(await kids(database)).toEqual({ new: MANY });
    expect(await texts()).toEqual(before);
    expect(seen.map(({ done }) => done)).toEqual(
      Array.from({ length: MANY }, (_, index) => index + 1),
    );
    expect(seen.every(({ total }) => total === MANY)).toBe(true);
    expect(world.recorders.entries).toEqual([
      expect.objectContaining({
        action: 'secrets-rewrap',
        target: { type: 'secret-key', id: 'new' },
        meta: { rewrapped: MANY, damaged: 0 },
      }),
    ]);
    // Without the old key.
    const { vault } = await openTestSecrets(database, { keys: [NEW] });
    for (const index of [0, MANY - 1]) {
      expect(await vault.open(placeOf(index))).toBe(`secret ${index}`);
    }
  });

  it('goes on where it was killed', async () => {
    const database = await openTestDatabase({ id });
    await sealOld(database);
    const world = await rotated(database);
    const killed = await rewrap(world, {
      onProgress: done => {
        if (done === 70) killed.controller.abort(new Error('killed'));
      },
    });
    await expect(killed.result).rejects.toThrow('killed');
    expect(await kids(database)).toEqual({ new: 70, old: MANY - 70 });
    expect(world.recorders.entries).toEqual([]);
    const again = await rewrap(world);
    expect(await again.result).toMatchObject({ rewrapped: MANY - 70, left: 0 });
    expect(await kids(database)).toEqual({ new: MANY });
  });

  it('loses nothing that is kept or destroyed meanwhile', async () => {
    const database = await openTestDatabase({ id });
    const vault = await sealOld(database, 3);
    const [first, second, third] = [0, 1, 2].map(index => placeOf(index));
    const fresh = await vault.seal(second!, 'kept meanwhile');
    const world = await rotated(database);
    // Between the reading and the writing of the rewrap, one secret is kept anew and one is destroyed.
    const { pageOf } = SecretStore.prototype;
    const reading = jest
      .spyOn(SecretStore.prototype, 'pageOf')
      .mockImplementationOnce(async function meanwhile(
        this: SecretStore,
        ...asked
      ) {
        const page = await pageOf.apply(this, asked);
        await database.transaction(async tx => {
          await vault.keep(tx, fresh);
          await vault.destroy(tx, third!);
        });
        return page;
      });
    const { result } = await rewrap(world);
    expect(await result).toEqual({ rewrapped: 1, damaged: 0, left: 1 });
    expect(reading).toHaveBeenCalledTimes(2);
    reading.mockRestore();
    expect(await kids(database)).toEqual({ new: 1, old: 1 });
    expect(await world.vault.open(first!)).toBe('secret 0');
    expect(await world.vault.open(second!)).toBe('kept meanwhile');
    await expect(world.vault.open(third!)).rejects.toMatchObject({
      code: 'secret-missing',
    });
    // What an instance of yesterday sealed meanwhile, the next run wraps.
    const next = await rewrap(world);
    expect(await next.result).toEqual({ rewrapped: 1, damaged: 0, left: 0 });
    expect(await world.vault.open(second!)).toBe('kept meanwhile');
  });

  it('leaves what does not open, and what is of a key that is not there', async () => {
    const database = await openTestDatabase({ id });
    await sealOld(database, 3);
    await database.transaction(async tx => {
      await tx('secrets')
        .where({ holder: placeOf(1).holder })
        .update({ holder: 'credential:moved' });
    });
    const third = { id: 'third', secret: testKey(3) };
    const { vault } = await openTestSecrets(database, { keys: [third] });
    const foreign = await vault.seal(placeOf(9), 'of the third');
    await database.transaction(tx => vault.keep(tx, foreign));
    const world = await rotated(database);
    const { result } = await rewrap(world);
    expect(await result).toEqual({ rewrapped: 2, damaged: 1, left: 1 });
    expect(await kids(database)).toEqual({ new: 2, old: 1, third: 1 });
    expect(await vault.open(placeOf(9))).toBe('of the third');
  });

  it('is queued once for each organisation that needs it, and writes of that alone', async () => {
    const database = await openTestDatabase({ id });
    await sealOld(database, 2);
    await sealOld(database, 2, 'globex');
    const world = await rotated(database);
    await world.start();
    await world.tasks[0]!.run(new AbortController().signal);
    expect(world.recorders.enqueued).toMatchObject([
      { kind: 'rewrap-secrets', orgId: 'default', payload: { key: 'new' } },
      { kind: 'rewrap-secrets', orgId: 'globex', payload: { key: 'new' } },
    ]);
    const { result } = await rewrap(world, { orgId: 'globex' });
    expect(await result).toMatchObject({ rewrapped: 2, left: 0 });
    expect(await kids(database)).toEqual({ new: 2, old: 2 });
    await (
      await rewrap(world)
    ).result;
    const after = await rotated(database);
    await after.start();
    expect(after.recorders.enqueued).toEqual([]);
  });

  it('is queued for nobody where a key is missing', async () => {
    const database = await openTestDatabase({ id });
    await sealOld(database, 1);
    const { start, recorders } = await openTestSecrets(database, {
      keys: [NEW],
    });
    await start();
    expect(recorders.enqueued).toEqual([]);
  });
});
