// @ts-check

/** @param {import("knex").Knex} knex */
const isSqlite = knex => knex.client.config.client.includes('sqlite');

/** What an entry says. Sealing sets `seq` and `hash` and nothing else, once. */
const SAID = [
  'position',
  'id',
  'org_id',
  'at',
  'caller_type',
  'caller_ref',
  'action',
  'target_type',
  'target_id',
  'outcome',
  'reason',
  'request_id',
  'trace_id',
  'address',
  'policy_hash',
  'meta',
];
const REFUSAL = 'audit_entries is append-only';

/** @param {import('knex').Knex} knex */
exports.up = async knex => {
  await dropRefusals(knex);
  await knex.schema.alterTable('audit_entries', table => {
    table.string('address', 64);
    table.string('policy_hash', 128);
    table.bigInteger('seq');
    table.string('hash', 64);
    table.dropIndex(['org_id', 'position'], 'audit_entries_org_idx');
    table.dropIndex(
      ['org_id', 'target_type', 'target_id', 'position'],
      'audit_entries_target_idx',
    );
  });
  await knex.raw(
    'CREATE UNIQUE INDEX audit_entries_seq_idx ON audit_entries (org_id, seq) WHERE seq IS NOT NULL',
  );
  await knex.raw(
    'CREATE INDEX audit_entries_unsealed_idx ON audit_entries (org_id, position) WHERE seq IS NULL',
  );
  await knex.schema.alterTable('audit_entries', table => {
    table.index(['org_id', 'at', 'position'], 'audit_entries_at_idx');
    table.index(
      ['org_id', 'caller_ref', 'at', 'position'],
      'audit_entries_caller_idx',
    );
    table.index(
      ['org_id', 'target_id', 'at', 'position'],
      'audit_entries_target_idx',
    );
  });
  await knex.schema.createTable('audit_heads', table => {
    table.comment('Where the audit chain of each organisation ends; signed');
    table.string('org_id', 255).primary();
    table.bigInteger('seq').notNullable();
    table.string('hash', 64);
    table.timestamp('at', { useTz: true }).notNullable();
    table.string('mac', 100);
  });
  await knex.schema.createTable('audit_checkpoints', table => {
    table.comment('Where the audit chain begins after retention; signed');
    table.string('org_id', 255).notNullable();
    table.bigInteger('seq').notNullable();
    table.string('hash', 64).notNullable();
    table.timestamp('at', { useTz: true }).notNullable();
    table.string('mac', 100).notNullable();
    table.primary(['org_id', 'seq']);
  });
  await (isSqlite(knex) ? refuseOnSqlite(knex) : refuseOnPostgres(knex));
};

/** @param {import('knex').Knex} knex */
async function dropRefusals(knex) {
  if (isSqlite(knex)) {
    await knex.raw('DROP TRIGGER audit_entries_no_update');
    await knex.raw('DROP TRIGGER audit_entries_no_delete');
    return;
  }
  await knex.raw('DROP TRIGGER audit_entries_append_only ON audit_entries');
}

/** @param {import('knex').Knex} knex */
async function refuseOnSqlite(knex) {
  const same = SAID.map(name => `NEW.${name} IS OLD.${name}`).join(' AND ');
  await knex.raw(`
    CREATE TRIGGER audit_entries_no_update BEFORE UPDATE ON audit_entries
    WHEN NOT (OLD.seq IS NULL AND NEW.seq IS NOT NULL AND NEW.hash IS NOT NULL AND ${same})
    BEGIN SELECT RAISE(ABORT, '${REFUSAL}'); END`);
  await knex.raw(`
    CREATE TRIGGER audit_entries_no_delete BEFORE DELETE ON audit_entries
    WHEN OLD.seq IS NULL OR OLD.seq > COALESCE(
      (SELECT max(seq) FROM audit_checkpoints WHERE org_id = OLD.org_id), 0)
    BEGIN SELECT RAISE(ABORT, '${REFUSAL}'); END`);
  await knex.raw(`
    CREATE TRIGGER audit_heads_no_delete BEFORE DELETE ON audit_heads
    BEGIN SELECT RAISE(ABORT, 'audit_heads is kept'); END`);
  await knex.raw(`
    CREATE TRIGGER audit_heads_forward BEFORE UPDATE ON audit_heads
    WHEN NEW.org_id IS NOT OLD.org_id OR NEW.seq < OLD.seq
    BEGIN SELECT RAISE(ABORT, 'audit_heads only grows'); END`);
  await knex.raw(`
    CREATE TRIGGER audit_checkpoints_no_update BEFORE UPDATE ON audit_checkpoints
    BEGIN SELECT RAISE(ABORT, 'audit_checkpoints is append-only'); END`);
  await knex.raw(`
    CREATE TRIGGER audit_checkpoints_no_delete BEFORE DELETE ON audit_checkpoints
    WHEN NOT EXISTS (SELECT 1 FROM audit_checkpoints AS later
      WHERE later.org_id = OLD.org_id AND later.seq > OLD.seq)
    BEGIN SELECT RAISE(ABORT, 'audit_checkpoints is append-only'); END`);
}

/** @param {import('knex').Knex} knex */
async function refuseOnPostgres(knex) {
  const row = (/** @type {string} */ side) =>
    `ROW(${SAID.map(name => `${side}.${name}`).join(', ')})`;
  await knex.raw(`
    CREATE TRIGGER audit_entries_no_update BEFORE UPDATE ON audit_entries FOR EACH ROW
    WHEN (NOT (OLD.seq IS NULL AND NEW.seq IS NOT NULL AND NEW.hash IS NOT NULL
      AND ${row('NEW')} IS NOT DISTINCT FROM ${row('OLD')}))
    EXECUTE FUNCTION audit_entries_refuse()`);
  await knex.raw(`
    CREATE TRIGGER audit_entries_no_truncate BEFORE TRUNCATE ON audit_entries
    FOR EACH STATEMENT EXECUTE FUNCTION audit_entries_refuse()`);
  await knex.raw(`
    CREATE FUNCTION audit_entries_guard_delete() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
      IF OLD.seq IS NULL OR OLD.seq > COALESCE(
        (SELECT max(seq) FROM audit_checkpoints WHERE org_id = OLD.org_id), 0)
      THEN RAISE EXCEPTION '${REFUSAL}'; END IF;
      RETURN OLD;
    END $$`);
  await knex.raw(`
    CREATE TRIGGER audit_entries_no_delete BEFORE DELETE ON audit_entries
    FOR EACH ROW EXECUTE FUNCTION audit_entries_guard_delete()`);
  await knex.raw(`
    CREATE FUNCTION audit_marks_refuse() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN RAISE EXCEPTION '% may not be changed so', TG_TABLE_NAME; END $$`);
  await knex.raw(`
    CREATE FUNCTION audit_checkpoints_guard_delete() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
      IF NOT EXISTS (SELECT 1 FROM audit_checkpoints AS later
        WHERE later.org_id = OLD.org_id AND later.seq > OLD.seq)
      THEN RAISE EXCEPTION 'audit_checkpoints is append-only'; END IF;
      RETURN OLD;
    END $$`);
  for (const [name, event] of [
    ['audit_heads_no_delete', 'DELETE ON audit_heads FOR EACH ROW'],
    [
      'audit_heads_forward',
      `UPDATE ON audit_heads FOR EACH ROW
       WHEN (NEW.org_id IS DISTINCT FROM OLD.org_id OR NEW.seq < OLD.seq)`,
    ],
    ['audit_heads_no_truncate', 'TRUNCATE ON audit_heads'],
    ['audit_checkpoints_no_update', 'UPDATE ON audit_checkpoints FOR EACH ROW'],
    ['audit_checkpoints_no_truncate', 'TRUNCATE ON audit_checkpoints'],
  ]) {
    await knex.raw(
      `CREATE TRIGGER ${name} BEFORE ${event} EXECUTE FUNCTION audit_marks_refuse()`,
    );
  }
  await knex.raw(`
    CREATE TRIGGER audit_checkpoints_no_delete BEFORE DELETE ON audit_checkpoints
    FOR EACH ROW EXECUTE FUNCTION audit_checkpoints_guard_delete()`);
}

/** @param {import('knex').Knex} knex */
exports.down = async knex => {
  if (isSqlite(knex)) {
    await knex.raw('DROP TRIGGER audit_entries_no_update');
    await knex.raw('DROP TRIGGER audit_entries_no_delete');
  } else {
    for (const name of ['no_update', 'no_truncate', 'no_delete']) {
      await knex.raw(`DROP TRIGGER audit_entries_${name} ON audit_entries`);
    }
  }
  await knex.schema.dropTable('audit_checkpoints');
  await knex.schema.dropTable('audit_heads');
  for (const name of ['seq', 'unsealed', 'at', 'caller', 'target']) {
    await knex.raw(`DROP INDEX audit_entries_${name}_idx`);
  }
  // Not by knex, which on SQLite makes the table anew.
  for (const name of ['hash', 'seq', 'policy_hash', 'address']) {
    await knex.raw(`ALTER TABLE audit_entries DROP COLUMN ${name}`);
  }
  await knex.schema.alterTable('audit_entries', table => {
    table.index(['org_id', 'position'], 'audit_entries_org_idx');
    table.index(
      ['org_id', 'target_type', 'target_id', 'position'],
      'audit_entries_target_idx',
    );
  });
  if (isSqlite(knex)) {
    for (const verb of ['UPDATE', 'DELETE']) {
      await knex.raw(`
        CREATE TRIGGER audit_entries_no_${verb.toLowerCase()} BEFORE ${verb} ON audit_entries
        BEGIN SELECT RAISE(ABORT, 'audit_entries is append-only'); END`);
    }
    return;
  }
  for (const name of [
    'audit_entries_guard_delete',
    'audit_marks_refuse',
    'audit_checkpoints_guard_delete',
  ]) {
    await knex.raw(`DROP FUNCTION ${name}()`);
  }
  await knex.raw(`
    CREATE TRIGGER audit_entries_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_entries
    FOR EACH STATEMENT EXECUTE FUNCTION audit_entries_refuse()`);
};
