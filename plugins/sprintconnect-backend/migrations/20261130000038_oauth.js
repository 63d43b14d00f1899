// @ts-check
/**
 * Access tokens for servers that instances share, and which of them is asking for the next one. What opens a token lies with the secrets;
 * here is when it ends and what the authorization server said last.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async knex => {
  await knex.schema.createTable('oauth_tokens', table => {
    table.comment('Access tokens for servers, without the tokens themselves');
    table.string('org_id', 255).notNullable();
    table.string('key', 64).notNullable();
    table.string('credential_id', 64).notNullable();
    table.integer('credential_version').notNullable();
    table.integer('stamp').notNullable().defaultTo(0);
    table.timestamp('refresh_at', { useTz: true });
    table.timestamp('expires_at', { useTz: true });
    table.timestamp('forced_at', { useTz: true });
    table.string('lease_ticket', 36);
    table.timestamp('lease_until', { useTz: true });
    table.string('failure_code', 64);
    table.text('failure');
    table.timestamp('failed_until', { useTz: true });
    table.timestamp('forget_at', { useTz: true }).notNullable();
    table.primary(['org_id', 'key']);
    table.index(['org_id', 'credential_id'], 'oauth_tokens_credential_idx');
    table.index(['forget_at'], 'oauth_tokens_forget_idx');
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
    table.index(['expires_at'], 'oauth_flows_expires_idx');
  });
  await knex.schema.createTable('oauth_grants', table => {
    table.comment('Accounts at servers that people have connected');
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
};

/** @param {import('knex').Knex} knex */
exports.down = async knex => {
  await knex.schema.dropTable('oauth_grants');
  await knex.schema.dropTable('oauth_flows');
  await knex.schema.dropTable('oauth_clients');
  await knex.schema.dropTable('oauth_tokens');
};
