// @ts-check
/**
 * Who may come in, apart from what Backstage knows.
 *
 * `api_keys` says what a key is good for; `api_key_secrets` holds digests of its secrets: the current one, and after a
 * rotation for a while the one of before. `access_revision` counts every change that takes something from somebody: an
 * instance that sees it unchanged may go on with what it knows of keys. `dpop_proofs` holds digests of the proofs
 * that were used (RFC 9449, section 11.1), each until it is too old to be accepted anyway.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async knex => {
  await knex.schema.createTable('organizations', table => {
    table.string('id', 64).primary();
    table.string('slug', 64).notNullable().unique();
    table.string('title', 200).notNullable();
    table.text('settings').notNullable();
    table.timestamp('created_at').notNullable();
  });
  await knex.schema.createTable('role_bindings', table => {
    table.string('id', 36).primary();
    table.string('org_id', 64).notNullable();
    table.string('subject', 512).notNullable().comment('Entity or caller ref');
    table.string('role', 32).notNullable();
    table.string('created_by', 512).notNullable();
    table.timestamp('created_at').notNullable();
    table.unique(['org_id', 'subject', 'role'], {
      indexName: 'role_bindings_subject_idx',
    });
  });
  await createKeys(knex);
  await knex.schema.createTable('access_revision', table => {
    table.integer('id').primary();
    table.bigInteger('revision').notNullable();
  });
  await knex('access_revision').insert({ id: 1, revision: 1 });
  await knex.schema.createTable('dpop_proofs', table => {
    table.string('digest', 43).primary();
    table.timestamp('expires_at').notNullable();
    table.index(['expires_at'], 'dpop_proofs_expires_idx');
  });
};

/** @param {import('knex').Knex} knex */
async function createKeys(knex) {
  await knex.schema.createTable('api_keys', table => {
    table.string('id', 36).primary();
    table.string('org_id', 64).notNullable();
    table.string('name', 100).notNullable();
    table.text('scopes').notNullable();
    table.text('roles').notNullable();
    table.string('dpop_thumbprint', 43);
    table.string('created_by', 512).notNullable();
    table.timestamp('created_at').notNullable();
    table.timestamp('expires_at');
    table.timestamp('last_used_at');
    table.timestamp('revoked_at');
    table.index(['org_id', 'id'], 'api_keys_org_idx');
  });
  await knex.schema.createTable('api_key_secrets', table => {
    table.string('prefix', 16).primary();
    table.string('hash', 64).notNullable().unique();
    table.string('org_id', 64).notNullable();
    table
      .string('key_id', 36)
      .notNullable()
      .references('id')
      .inTable('api_keys')
      .onDelete('CASCADE');
    table.timestamp('created_at').notNullable();
    table.timestamp('expires_at').comment('Only of the one before a rotation');
    table.index(['key_id'], 'api_key_secrets_key_idx');
  });
}

/** @param {import('knex').Knex} knex */
exports.down = async knex => {
  for (const name of [
    'dpop_proofs',
    'access_revision',
    'api_key_secrets',
    'api_keys',
    'role_bindings',
    'organizations',
  ]) {
    await knex.schema.dropTable(name);
  }
};
