// @ts-check
/**
 * Accounts of people on servers: logins that began, what came of them, and links by which they begin. What opens an account lies with the
 * secrets.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async knex => {
  await knex.schema.alterTable('servers', table => {
    table.string('login', 16);
  });
  await knex.schema.createTable('oauth_clients', table => {
    table.comment(
      'As whom SprintConnect is registered with authorization servers',
    );
    table.string('org_id', 255).notNullable();
    table.string('key', 64).notNullable();
    table.text('issuer').notNullable();
    table.text('client_id').notNullable();
    table.string('authentication', 64).notNullable();
    table.timestamp('expires_at', { useTz: true });
    table.timestamp('created_at', { useTz: true }).notNullable();
    table.primary(['org_id', 'key']);
  });
  await knex.schema.createTable('oauth_flows', table => {
    table.comment('Logins to servers that people have begun');
    table.string('state_hash', 64).primary();
    table.string('org_id', 255).notNullable();
    table.string('user_ref', 512).notNullable();
    table.text('plan').notNullable();
    table.timestamp('expires_at', { useTz: true }).notNullable();
    table.index(['org_id', 'user_ref'], 'oauth_flows_user_idx');
    table.index(['expires_at'], 'oauth_flows_expires_idx');
  });
  await knex.schema.createTable('oauth_grants', table => {
    table.comment('Accounts on servers that people have connected');
    table.string('id', 36).primary();
    table.string('org_id', 255).notNullable();
    table.string('user_ref', 512).notNullable();
    table.string('server_id', 36).notNullable();
    table.text('plan').notNullable();
    table.text('scopes');
    table.integer('version').notNullable();
    table.boolean('renews').notNullable();
    table.timestamp('connected_at', { useTz: true }).notNullable();
    table.timestamp('last_used_at', { useTz: true });
    table.timestamp('ended_at', { useTz: true });
    table.unique(['org_id', 'user_ref', 'server_id'], {
      indexName: 'oauth_grants_user_server_idx',
    });
    table.index(['org_id', 'server_id'], 'oauth_grants_server_idx');
  });
  await knex.schema.createTable('connection_links', table => {
    table.comment(
      'Links by which people connect accounts, each for one of them',
    );
    table.string('id_hash', 64).primary();
    table.string('org_id', 255).notNullable();
    table.string('user_ref', 512).notNullable();
    table.string('server_id', 36).notNullable();
    table.timestamp('created_at', { useTz: true }).notNullable();
    table.timestamp('expires_at', { useTz: true }).notNullable();
    table.index(
      ['org_id', 'user_ref', 'server_id'],
      'connection_links_user_idx',
    );
    table.index(['expires_at'], 'connection_links_expires_idx');
  });
};

/** @param {import('knex').Knex} knex */
exports.down = async knex => {
  await knex.schema.dropTable('connection_links');
  await knex.schema.dropTable('oauth_grants');
  await knex.schema.dropTable('oauth_flows');
  await knex.schema.dropTable('oauth_clients');
  // Knex would copy the whole table on SQLite, and lose its partial indexes on the way.
  await knex.raw('ALTER TABLE servers DROP COLUMN login');
};
