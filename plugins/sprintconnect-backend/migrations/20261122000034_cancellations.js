// @ts-check
/**
 * Requests of MCP clients that were cancelled at another instance than the one that answers them, until that one has noticed. `key` is a
 * digest of caller, endpoint, session and request.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async knex => {
  await knex.schema.createTable('mcp_cancellations', table => {
    table.comment('Requests that were cancelled at another instance');
    table.string('key', 64).primary();
    table.timestamp('expires_at', { useTz: true }).notNullable();
    table.index(['expires_at'], 'mcp_cancellations_expires_idx');
  });
};

/** @param {import('knex').Knex} knex */
exports.down = async knex => {
  await knex.schema.dropTable('mcp_cancellations');
};
