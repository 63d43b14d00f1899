// @ts-check

/** @param {import('knex').Knex} knex */
exports.up = async knex => {
  await knex.schema.createTable('idempotency_keys', table => {
    table.comment('Answers to writes that carried an Idempotency-Key');
    table.string('org_id', 255).notNullable();
    table.string('caller', 512).notNullable();
    table.string('key', 255).notNullable();
    table.string('fingerprint', 64).notNullable();
    table.integer('status');
    table.text('body');
    table.text('location');
    table.timestamp('expires_at', { useTz: true }).notNullable();
    table.primary(['org_id', 'caller', 'key']);
    table.index(['expires_at'], 'idempotency_keys_expires_at_idx');
  });
  await knex.schema.createTable('instance_secrets', table => {
    table.comment(
      'Secrets shared by all instances; they sign cursors and fingerprints',
    );
    table.string('name', 64).primary();
    table.text('secret').notNullable();
    table.timestamp('created_at', { useTz: true }).notNullable();
  });
};

/** @param {import('knex').Knex} knex */
exports.down = async knex => {
  await knex.schema.dropTable('instance_secrets');
  await knex.schema.dropTable('idempotency_keys');
};
