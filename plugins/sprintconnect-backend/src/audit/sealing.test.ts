import { databaseIds, eventually, testContext } from '../__testUtils__';
import { auditKey, createAuditWorld } from './__testUtils__/createAuditWorld';
import { createAuditChain } from './createAuditChain';

describe.each(databaseIds)('sealing on %s', id => {
  it('numbers what committed without gaps, each organisation by itself', async () => {
    const { record, sealer, rows, database, audit, verify } =
      await createAuditWorld(id);
    await record();
    await database
      .transaction(async tx => {
        await audit.record(tx, testContext(), {
          action: 'server-register',
          target: { type: 'server', id: 'x' },
          outcome: 'success',
        });
        throw new Error('no');
      })
      .catch(() => {});
    await record({ orgId: 'other' });
    await record();
    await sealer.sealAll();
    await record();
    await sealer.sealAll();
    expect((await rows()).map(row => Number(row.seq))).toEqual([1, 2, 3]);
    expect((await rows('other')).map(row => Number(row.seq))).toEqual([1]);
    expect(await verify()).toMatchObject([{ ok: true }, { ok: true }]);
  });

  it('holds when writers and two instances work at once', async () => {
    const world = await createAuditWorld(id);
    const second = createAuditChain({
      ...world,
      keys: [auditKey],
      retentionDays: 0,
    });
    world.sealer.start();
    second.sealer.start();
    await Promise.all(
      Array.from({ length: 60 }, (_, index) =>
        world.record({ orgId: index % 2 ? 'default' : 'other' }),
      ),
    );
    await eventually('the seals', async () =>
      (await world.verify()).every(each => each.ok && each.unsealed === 0),
    );
    await world.sealer.stop();
    await second.sealer.stop();
    expect(await world.verify()).toMatchObject([
      { ok: true, orgId: 'default', checked: 30 },
      { ok: true, orgId: 'other', checked: 30 },
    ]);
  });

  it('seals more than one batch', async () => {
    const { fillAtOnce, sealer, verify } = await createAuditWorld(id);
    await fillAtOnce(501);
    await sealer.sealAll();
    expect(await verify()).toMatchObject([
      { ok: true, checked: 501, unsealed: 0 },
    ]);
  });

  it('does not cover up what was tampered with: it seals no more, and says so', async () => {
    const { fill, disarm, knex, sealer, record, logger, verify } =
      await createAuditWorld(id);
    await fill(4);
    await disarm();
    await knex('audit_entries').where('seq', '>', 2).delete();
    await record();
    await sealer.sealAll();
    await sealer.sealAll();
    expect(logger.error).toHaveBeenCalledTimes(1);
    expect(logger.error).toHaveBeenCalledWith(
      expect.stringMatching(/"default" was tampered with/),
    );
    expect(await verify()).toMatchObject([{ ok: false, seq: 3, unsealed: 1 }]);
  });

  it.each([
    ['the last entry has another hash', { hash: 'f'.repeat(64) }],
    ['all entries are gone', undefined],
  ])('seals no more where %s', async (_what, change) => {
    const world = await createAuditWorld(id);
    await world.fill(3);
    await world.disarm();
    const sealed = world.knex('audit_entries');
    await (change ? sealed.where({ seq: 3 }).update(change) : sealed.delete());
    await world.record();
    await world.sealer.sealAll();
    expect(world.logger.error).toHaveBeenCalledWith(
      expect.stringMatching(/"default" was tampered with/),
    );
    const unsealed = world.knex('audit_entries').whereNull('seq');
    expect(await unsealed).toHaveLength(1);
  });

  it('goes on with the chains of others where a head is no number and no time', async () => {
    const { fill, record, knex, rows, sealer, logger } =
      await createAuditWorld(id);
    for (const orgId of ['default', 'other', 'third']) await fill(1, { orgId });
    await knex('audit_heads')
      .where({ org_id: 'default' })
      .update({ at: 'infinity' });
    await knex('audit_heads')
      .where({ org_id: 'other' })
      .update({ seq: '9007199254740993' });
    for (const orgId of ['default', 'other', 'third']) await record({ orgId });
    await sealer.sealAll();
    expect((await rows('third')).map(row => Number(row.seq))).toEqual([1, 2]);
    for (const orgId of ['default', 'other']) {
      expect(await rows(orgId)).toHaveLength(2);
      expect(logger.error).toHaveBeenCalledWith(
        expect.stringContaining(`"${orgId}" was tampered with`),
      );
    }
  });

  it('goes on with a new key while the old one is known, and not without it', async () => {
    const world = await createAuditWorld(id);
    await world.fill(2);
    const [old, fresh] = [auditKey, Buffer.alloc(32, 7)];
    const chain = (keys: [Buffer, ...Buffer[]]) =>
      createAuditChain({ ...world, keys, retentionDays: 0 }).sealer;
    await world.record();
    await chain([fresh]).sealAll();
    expect(world.logger.error).toHaveBeenCalledTimes(1);
    await chain([fresh, old]).sealAll();
    expect(await world.verify([], fresh)).toMatchObject([
      { ok: true, checked: 3, unsealed: 0 },
    ]);
  });

  it('anchors the heads outside of the database when it stops', async () => {
    const { fill, sealer, logger, auditor, rows } = await createAuditWorld(id);
    await fill(2);
    await sealer.stop();
    const head = { orgId: 'default', seq: 2, hash: (await rows())[1].hash };
    expect(logger.info).toHaveBeenCalledWith(
      `audit-anchor ${JSON.stringify(head)}`,
    );
    expect(auditor.createEvent).toHaveBeenCalledWith({
      eventId: 'audit-anchor',
      meta: head,
    });
  });

  it('lets nobody change a sealed entry, or anything but the seal of another', async () => {
    const { fill, record, knex } = await createAuditWorld(id);
    await fill(2);
    await record();
    for (const change of [
      knex('audit_entries').where({ seq: 1 }).update({ outcome: 'failure' }),
      knex('audit_entries').where({ seq: 1 }).update({ seq: 9 }),
      knex('audit_entries').whereNull('seq').update({ reason: 'other' }),
      knex('audit_entries')
        .whereNull('seq')
        .update({ seq: 3, hash: 'h', reason: 'other' }),
      knex('audit_entries').where({ seq: 1 }).delete(),
      knex('audit_entries').whereNull('seq').delete(),
      knex('audit_heads').delete(),
      knex('audit_heads').update({ seq: 1 }),
    ]) {
      await expect(change).rejects.toThrow(
        /append-only|is kept|only grows|may not be changed/,
      );
    }
  });

  it('lets nobody put another entry in the place of one without a seal', async () => {
    const { record, knex, database } = await createAuditWorld(id);
    await record();
    const [entry] = await knex('audit_entries');
    // The database makes the name itself.
    const { target_name: _name, ...written } = entry;
    const forged = { ...written, reason: 'forged' };
    const columns = Object.keys(forged).join(', ');
    const places = Object.keys(forged).fill('?').join(', ');
    const verb =
      database.dialect.name === 'sqlite' ? 'INSERT OR REPLACE' : 'INSERT';
    const onConflict = (key: string) =>
      database.dialect.name === 'sqlite'
        ? ''
        : `ON CONFLICT (${key}) DO UPDATE SET reason = excluded.reason`;
    for (const [key, other] of [
      ['id', { position: 99 }],
      ['position', { id: 'another' }],
    ] as const) {
      await expect(
        knex.raw(
          `${verb} INTO audit_entries (${columns}) VALUES (${places}) ${onConflict(key)}`,
          Object.values<string>({ ...forged, ...other }),
        ),
      ).rejects.toThrow(/append-only/);
    }
    const sealed = {
      ...written,
      position: 99,
      id: 'another',
      seq: 1,
      hash: 'h',
    };
    await expect(knex('audit_entries').insert(sealed)).rejects.toThrow(
      /append-only/,
    );
    expect(await knex('audit_entries')).toEqual([entry]);
  });
});
