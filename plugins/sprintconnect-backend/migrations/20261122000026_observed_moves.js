// @ts-check
/**
 * What lists sorted a server by before it was refreshed, or its health changed, for as long as a cursor lives. They are apart from
 * `server_moves` because they come with every refresh, and lists by name need not look at them.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async knex => {
  await knex.schema.createTable('server_observed_moves', table => {
    table.bigIncrements('seq');
    table.string('org_id', 64).notNullable();
    table.string('server_id', 36).notNullable();
    table.timestamp('moved_at').notNullable();
    table.string('health_status', 16).notNullable();
    table.timestamp('last_discovered_at');
    table.integer('tools').notNullable();
    table.index(['org_id', 'seq'], 'server_observed_moves_seq_idx');
    table.index(['moved_at'], 'server_observed_moves_moved_idx');
  });
};

/** @param {import('knex').Knex} knex */
exports.down = async knex => {
  await knex.schema.dropTable('server_observed_moves');
};
