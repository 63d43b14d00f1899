import { databaseIds } from '../__testUtils__';
import { createAuditWorld } from './__testUtils__/createAuditWorld';

const DAY_MS = 24 * 3600 * 1000;

describe.each(databaseIds)('retention on %s', id => {
  it('forgets what is too old, in batches, behind a signed checkpoint', async () => {
    const world = await createAuditWorld(id, { retentionDays: 10 });
    const { fill, prune, clock, verify, rows, knex } = world;
    await fill(5);
    clock.advance(11 * DAY_MS);
    await fill(3);
    expect(await prune(2)).toBe(2);
    expect(await verify()).toMatchObject([{ ok: true, from: 3, to: 8 }]);
    expect(await prune(2)).toBe(2);
    expect(await prune(2)).toBe(1);
    expect(await prune(2)).toBe(0);
    expect((await rows()).map(row => Number(row.seq))).toEqual([6, 7, 8]);
    expect(await verify()).toMatchObject([
      { ok: true, checked: 3, from: 6, to: 8 },
    ]);
    expect(await knex('audit_checkpoints')).toHaveLength(1);
    await fill(1);
    expect(await verify()).toMatchObject([{ ok: true, from: 6, to: 9 }]);
  });

  it('may forget all, and the chain goes on', async () => {
    const world = await createAuditWorld(id, { retentionDays: 1 });
    await world.fill(3);
    world.clock.advance(2 * DAY_MS);
    expect(await world.prune(100)).toBe(3);
    expect(await world.verify()).toMatchObject([{ ok: true, checked: 0 }]);
    await world.fill(2);
    expect(await world.verify()).toMatchObject([
      { ok: true, checked: 2, from: 4, to: 5 },
    ]);
  });

  it('keeps everything with 0 days, and what has no seal in any case', async () => {
    const world = await createAuditWorld(id, { retentionDays: 0 });
    await world.fill(2);
    world.clock.advance(10_000 * DAY_MS);
    expect(await world.prune(100)).toBe(0);
    const other = await createAuditWorld(id, { retentionDays: 1 });
    await other.record();
    other.clock.advance(2 * DAY_MS);
    expect(await other.prune(100)).toBe(0);
    expect(await other.knex('audit_entries')).toHaveLength(1);
  });

  it('forgets of each chain by itself, also while an entry waits for its seal', async () => {
    const world = await createAuditWorld(id, { retentionDays: 1 });
    const { clock, fill, knex, prune, record, verify } = world;
    await fill(2, { orgId: 'other' });
    clock.advance(2 * DAY_MS);
    await fill(3);
    await fill(1, { orgId: 'other' });
    expect(await prune(1)).toBe(1);
    expect(await prune(1)).toBe(1);
    clock.advance(2 * DAY_MS);
    await record();
    expect(await prune(3)).toBe(4);
    expect(await knex('audit_checkpoints').orderBy('org_id')).toMatchObject([
      { org_id: 'default' },
      { org_id: 'other' },
    ]);
    expect(await verify()).toMatchObject([
      { ok: true, orgId: 'default', checked: 0, to: 3, unsealed: 1 },
      { ok: true, orgId: 'other', checked: 0, to: 3, unsealed: 0 },
    ]);
    expect(world.logger.error).not.toHaveBeenCalled();
  });

  it('keeps what was tampered with, because it is evidence', async () => {
    const world = await createAuditWorld(id, { retentionDays: 1 });
    await world.fill(3);
    await world.disarm();
    await world.knex('audit_entries').where({ seq: 2 }).update({ reason: 'x' });
    world.clock.advance(2 * DAY_MS);
    expect(await world.prune(100)).toBe(0);
    expect(await world.rows()).toHaveLength(3);
    expect(world.logger.error).toHaveBeenCalledWith(
      expect.stringMatching(/entry 2 does not fit/),
    );
  });

  it.each([
    ['another signature', { mac: 'forged' }],
    // As somebody would do who took entry 4 out and has no key.
    ['the place of an entry that is gone', { seq: 4 }],
  ])('forgets nothing behind a checkpoint with %s', async (_what, change) => {
    const world = await createAuditWorld(id, { retentionDays: 1 });
    await world.fill(3);
    world.clock.advance(2 * DAY_MS);
    await world.fill(3);
    expect(await world.prune(100)).toBe(3);
    await world.disarm();
    const { knex } = world;
    if ('seq' in change) {
      const gone = knex('audit_entries').where(change);
      const { hash } = await gone.clone().first();
      await gone.delete();
      await knex('audit_checkpoints').update({ ...change, hash });
    } else {
      await knex('audit_checkpoints').update(change);
    }
    const before = await world.rows();
    world.clock.advance(2 * DAY_MS);
    expect(await world.prune(100)).toBe(0);
    expect(await world.rows()).toEqual(before);
    expect(world.logger.error).toHaveBeenCalledWith(
      expect.stringMatching(/checkpoint/),
    );
  });

  it('forgets of other chains where an entry of one holds no time', async () => {
    const world = await createAuditWorld(id, { retentionDays: 1 });
    for (const orgId of ['default', 'other']) await world.fill(3, { orgId });
    await world.disarm();
    await world
      .knex('audit_entries')
      .where({ org_id: 'default', seq: 2 })
      .update({ at: 'infinity' });
    world.clock.advance(2 * DAY_MS);
    expect(await world.prune(100)).toBe(3);
    expect(await world.rows()).toHaveLength(3);
    expect(await world.rows('other')).toEqual([]);
    expect(world.logger.error).toHaveBeenCalledWith(
      expect.stringMatching(/"default" are kept.*entry 2 does not fit/),
    );
  });

  it('lets the database delete only below the newest checkpoint of the organisation', async () => {
    const world = await createAuditWorld(id, { retentionDays: 1 });
    await world.fill(3);
    await world.fill(3, { orgId: 'other' });
    const { knex, clock } = world;
    await knex('audit_checkpoints').insert({
      org_id: 'default',
      seq: 2,
      hash: 'h',
      at: clock.now(),
      mac: 'm',
    });
    const remove = (orgId: string, seq: number) =>
      knex('audit_entries').where({ org_id: orgId, seq }).delete();
    await expect(remove('default', 3)).rejects.toThrow('append-only');
    await expect(remove('other', 1)).rejects.toThrow('append-only');
    expect(await remove('default', 2)).toBe(1);
    await expect(knex('audit_checkpoints').delete()).rejects.toThrow(
      'append-only',
    );
  });

  it('finds a checkpoint that is not the entry that was anchored', async () => {
    const world = await createAuditWorld(id, { retentionDays: 1 });
    await world.fill(3);
    const [, , { hash }] = await world.rows();
    world.clock.advance(2 * DAY_MS);
    await world.fill(1);
    expect(await world.prune(100)).toBe(3);
    const anchor = { orgId: 'default', seq: 3, hash };
    expect(await world.verify([anchor])).toMatchObject([{ ok: true, to: 4 }]);
    const other = { ...anchor, hash: 'f'.repeat(64) };
    expect(await world.verify([other])).toMatchObject([{ ok: false, seq: 3 }]);
  });

  it('finds a checkpoint that was moved, and entries that were cut behind it', async () => {
    const world = await createAuditWorld(id, { retentionDays: 1 });
    await world.fill(3);
    world.clock.advance(2 * DAY_MS);
    await world.fill(3);
    await world.prune(100);
    await world.disarm();
    await world.knex('audit_entries').where({ seq: 4 }).delete();
    expect(await world.verify()).toMatchObject([{ ok: false, seq: 5 }]);
    await world.knex('audit_checkpoints').update({ seq: 4 });
    expect(await world.verify()).toMatchObject([
      { ok: false, reason: expect.stringMatching(/checkpoint does not fit/) },
    ]);
  });
});
