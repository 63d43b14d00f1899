import { databaseIds } from '../__testUtils__';
import { createAuditWorld } from './__testUtils__/createAuditWorld';
import { createMarkSigner, type Mark } from './createMarkSigner';
import { hashLink } from './hashLink';
import { toChainLink } from './ChainLink';

type World = Awaited<ReturnType<typeof createAuditWorld>>;
const entry = (knex: World['knex'], seq: number, orgId = 'default') =>
  knex('audit_entries').where({ org_id: orgId, seq });

/** A row without what the database itself puts into it. */
async function copyOf(knex: World['knex'], seq: number) {
  const row = await entry(knex, seq).first();
  const { position: _position, target_name: _name, ...written } = row;
  return written;
}

/** Makes the chain anew as it should be, with a key. */
async function reforge(world: World, key: Buffer) {
  const { knex, database } = world;
  let previous: string | null = null;
  let mark: Mark | undefined;
  for (const row of await world.rows()) {
    const link = toChainLink(row, database.dialect);
    previous = hashLink({ ...link, previous });
    await entry(knex, link.seq).update({ hash: previous });
    mark = {
      kind: 'head',
      orgId: 'default',
      seq: link.seq,
      hash: previous,
      at: world.clock.now(),
    };
  }
  const mac = createMarkSigner([key]).sign(mark!);
  await knex('audit_heads')
    .where({ org_id: 'default' })
    .update({ seq: mark!.seq, hash: mark!.hash, at: mark!.at, mac });
}

const changes: [column: string, value: string | null][] = [
  ['id', '018f0000-0000-7000-8000-000000000000'],
  ['caller_type', 'service'],
  ['caller_ref', 'user:default/eve'],
  ['caller_actor', 'plugin:mcp-actions'],
  ['action', 'server-retire'],
  ['target_type', 'job'],
  ['target_id', 'other'],
  ['outcome', 'failure'],
  ['reason', ''],
  ['request_id', 'other'],
  ['trace_id', 'f'.repeat(32)],
  ['address', '192.0.2.1'],
  ['policy_hash', 'abc'],
  ['meta', '{"name": "weather"}'],
  ['hash', '0'.repeat(64)],
];

/** What somebody with all rights to the database may do, and what is said of it. */
const attacks: Record<
  string,
  { attack(world: World): Promise<unknown>; seq?: number; reason: RegExp }
> = {
  'deletion in the middle': {
    attack: ({ knex }) => entry(knex, 3).delete(),
    seq: 4,
    reason: /entry 3 before it is missing/,
  },
  'deletion of the first': {
    attack: ({ knex }) => knex('audit_entries').where('seq', '<', 3).delete(),
    seq: 3,
    reason: /entries 1 to 2 before it are missing/,
  },
  'deletion that closes the gap': {
    attack: async ({ knex }) => {
      await entry(knex, 3).delete();
      for (const seq of [4, 5, 6])
        await entry(knex, seq).update({ seq: seq - 1 });
    },
    seq: 3,
    reason: /hash does not fit/,
  },
  'truncation at the end': {
    attack: ({ knex }) => knex('audit_entries').where('seq', '>', 4).delete(),
    seq: 5,
    reason: /ends at 4, and its signed head says 6/,
  },
  'truncation with the head set back': {
    attack: async ({ knex }) => {
      await knex('audit_entries').where('seq', '>', 4).delete();
      const { hash } = await entry(knex, 4).first();
      await knex('audit_heads')
        .where({ org_id: 'default' })
        .update({ seq: 4, hash });
    },
    seq: 4,
    reason: /signature of the head does not fit/,
  },
  'truncation with the head deleted': {
    attack: async ({ knex }) => {
      await knex('audit_entries').where('seq', '>', 4).delete();
      await knex('audit_heads').where({ org_id: 'default' }).delete();
    },
    seq: 4,
    reason: /head of the chain is missing/,
  },
  'all entries gone': {
    attack: ({ knex }) =>
      knex('audit_entries').where({ org_id: 'default' }).delete(),
    seq: 1,
    reason: /signed head says 6/,
  },
  'unsealing the end, so that it is sealed anew': {
    attack: ({ knex }) => entry(knex, 6).update({ seq: null, hash: null }),
    seq: 6,
    reason: /signed head says 6/,
  },
  reordering: {
    attack: async ({ knex }) => {
      await entry(knex, 2).update({ seq: 100 });
      await entry(knex, 3).update({ seq: 2 });
      await entry(knex, 100).update({ seq: 3 });
    },
    seq: 2,
    reason: /hash does not fit/,
  },
  'swap between organisations': {
    attack: async ({ knex }) => {
      await entry(knex, 2, 'default').update({ org_id: 'limbo' });
      await entry(knex, 2, 'other').update({ org_id: 'default' });
      await entry(knex, 2, 'limbo').update({ org_id: 'other' });
    },
    seq: 2,
    reason: /hash does not fit/,
  },
  'insertion behind the head': {
    attack: async ({ knex }) => {
      const row = await copyOf(knex, 6);
      await knex('audit_entries').insert({ ...row, id: 'forged', seq: 7 });
    },
    seq: 7,
    reason: /hash does not fit/,
  },
  'the same number twice': {
    attack: async ({ knex }) => {
      const row = await copyOf(knex, 6);
      await knex.raw('DROP INDEX audit_entries_seq_idx');
      await knex('audit_entries').insert({ ...row, id: 'forged', seq: 5 });
    },
    seq: 5,
    reason: /number is 5 where 6 belongs/,
  },
  'the whole chain made anew without the key': {
    attack: async world => {
      await entry(world.knex, 2).update({ caller_ref: 'user:default/eve' });
      await reforge(world, Buffer.alloc(32, 1));
    },
    seq: 6,
    reason: /not signed with a key in use/,
  },
  'a head that holds no time': {
    attack: ({ knex }) =>
      knex('audit_heads')
        .where({ org_id: 'default' })
        .update({ at: 'infinity' }),
    seq: 6,
    reason: /signature of the head does not fit/,
  },
  'a checkpoint that nobody signed': {
    attack: async ({ knex }) => {
      const { hash, at } = await entry(knex, 3).first();
      await knex('audit_checkpoints').insert({
        org_id: 'default',
        seq: 3,
        hash,
        at,
        mac: 'x',
      });
      await knex('audit_entries').where('seq', '<=', 3).delete();
    },
    seq: 3,
    reason: /checkpoint is not signed/,
  },
};

describe.each(databaseIds)('the verifier on %s', id => {
  async function filled() {
    const world = await createAuditWorld(id);
    await world.fill(6);
    await world.fill(3, { orgId: 'other' });
    return world;
  }
  const verdictOf = async (world: World, orgId = 'default') =>
    (await world.verify()).find(each => each.orgId === orgId);

  it('finds nothing wrong with what nobody touched, and counts what has no seal yet', async () => {
    const world = await filled();
    await world.record();
    expect(await world.verify()).toEqual([
      { ok: true, orgId: 'default', checked: 6, from: 1, to: 6, unsealed: 1 },
      { ok: true, orgId: 'other', checked: 3, from: 1, to: 3, unsealed: 0 },
    ]);
  });

  it.each(changes)('finds a change of %s', async (column, value) => {
    const world = await filled();
    await world.disarm();
    const before = await entry(world.knex, 3).first();
    await entry(world.knex, 3).update({ [column]: value });
    expect(await verdictOf(world)).toMatchObject({
      ok: false,
      seq: 3,
      id: column === 'id' ? value : before.id,
      checked: 2,
      reason: expect.stringMatching(/hash does not fit/),
    });
    expect(await verdictOf(world, 'other')).toMatchObject({ ok: true });
  });

  it('finds a change of the time', async () => {
    const world = await filled();
    await world.disarm();
    await entry(world.knex, 3).update({ at: new Date('2020-01-01') });
    expect(await verdictOf(world)).toMatchObject({ ok: false, seq: 3 });
  });

  it.each(Object.entries(attacks))(
    'finds %s',
    async (_name, { attack, seq, reason }) => {
      const world = await filled();
      await world.disarm();
      await attack(world);
      expect(await verdictOf(world)).toMatchObject({
        ok: false,
        seq,
        reason: expect.stringMatching(reason),
      });
    },
  );

  it('finds by the anchors what somebody with the key made anew, cut off, or removed', async () => {
    const world = await filled();
    const anchors = [
      { orgId: 'default', seq: 6, hash: (await world.rows())[5].hash },
    ];
    expect(await world.verify(anchors)).toMatchObject([{ ok: true }, {}]);
    await world.disarm();
    const key = Buffer.from('audit-key-of-the-tests-32-bytes!');

    await entry(world.knex, 2).update({ caller_ref: 'user:default/eve' });
    await reforge(world, key);
    expect(await world.verify()).toMatchObject([{ ok: true }, { ok: true }]);
    expect(await world.verify(anchors)).toMatchObject([
      { ok: false, seq: 6, reason: expect.stringMatching(/anchored as 6/) },
      { ok: true },
    ]);

    const [old] = anchors;
    const anew = { ...old, hash: (await world.rows())[5].hash };
    for (const both of [
      [old, anew],
      [anew, old],
    ]) {
      expect(await world.verify(both)).toMatchObject([
        { ok: false, seq: 6, reason: expect.stringMatching(/anchored as 6/) },
        { ok: true },
      ]);
    }

    await world.knex('audit_entries').where('seq', '>', 4).delete();
    await reforge(world, key);
    expect(await world.verify(anchors)).toMatchObject([
      { ok: false, seq: 6, reason: expect.stringMatching(/does not hold it/) },
      { ok: true },
    ]);

    for (const table of ['audit_entries', 'audit_heads']) {
      await world.knex(table).where({ org_id: 'default' }).delete();
    }
    expect(await world.verify()).toMatchObject([{ orgId: 'other', ok: true }]);
    expect(
      (await world.verify(anchors)).find(each => each.orgId === 'default'),
    ).toMatchObject({ ok: false, seq: 6 });
  });

  it('says so when it is given another key', async () => {
    const world = await filled();
    expect(await world.verify([], Buffer.alloc(32, 9))).toMatchObject([
      { ok: false, reason: expect.stringMatching(/a key in use/) },
      { ok: false },
    ]);
  });
});
