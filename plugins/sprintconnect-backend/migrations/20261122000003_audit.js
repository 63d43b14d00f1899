// @ts-check

/** @param {import("knex").Knex} knex */
const isSqlite = knex => knex.client.config.client.includes('sqlite');

/** @param {import('knex').Knex} knex */
exports.up = async knex => {
  await knex.schema.createTable('audit_entries', table => {
    table.comment('Who did what to what; append-only');
    table.bigIncrements('position');
    table.string('id', 36).notNullable().unique();
    table.string('org_id', 255).notNullable();
    table.timestamp('at', { useTz: true }).notNullable();
    table.string('caller_type', 16).notNullable();
    table.string('caller_ref', 512).notNullable();
    table.string('action', 100).notNullable();
    table.string('target_type', 100).notNullable();
    table.string('target_id', 512).notNullable();
    table.string('outcome', 16).notNullable();
    table.text('reason');
    table.string('request_id', 200).notNullable();
    table.string('trace_id', 32);
    table.text('meta');
    table.index(['org_id', 'position'], 'audit_entries_org_idx');
    table.index(
      ['org_id', 'target_type', 'target_id', 'position'],
      'audit_entries_target_idx',
    );
  });
  // The database itself refuses, so that not even a fault of ours can rewrite what was recorded.
  if (isSqlite(knex)) {
    for (const verb of ['UPDATE', 'DELETE']) {
      await knex.raw(`
        CREATE TRIGGER audit_entries_no_${verb.toLowerCase()} BEFORE ${verb} ON audit_entries
        BEGIN SELECT RAISE(ABORT, 'audit_entries is append-only'); END`);
    }
    return;
  }
  await knex.raw(`
    CREATE FUNCTION audit_entries_refuse() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN RAISE EXCEPTION 'audit_entries is append-only'; END $$`);
  await knex.raw(`
    CREATE TRIGGER audit_entries_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_entries
    FOR EACH STATEMENT EXECUTE FUNCTION audit_entries_refuse()`);
};

/** @param {import('knex').Knex} knex */
exports.down = async knex => {
  await knex.schema.dropTable('audit_entries');
  if (!isSqlite(knex)) {
    await knex.raw('DROP FUNCTION audit_entries_refuse()');
  }
};
