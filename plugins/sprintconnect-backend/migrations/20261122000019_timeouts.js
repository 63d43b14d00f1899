// @ts-check
/**
 * How long a server may take, in milliseconds: to answer a probe, and to be connected to at a discovery. Null: the default.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async knex => {
  await knex.schema.alterTable('servers', table => {
    table.integer('probe_timeout_ms');
    table.integer('connect_timeout_ms');
  });
};

/** @param {import('knex').Knex} knex */
exports.down = async knex => {
  // Knex would copy the whole table on SQLite, and lose its partial indexes on the way.
  await knex.raw('ALTER TABLE servers DROP COLUMN probe_timeout_ms');
  await knex.raw('ALTER TABLE servers DROP COLUMN connect_timeout_ms');
};
