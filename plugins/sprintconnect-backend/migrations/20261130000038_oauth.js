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
};

/** @param {import('knex').Knex} knex */
exports.down = async knex => {
  await knex.schema.dropTable('oauth_tokens');
};
