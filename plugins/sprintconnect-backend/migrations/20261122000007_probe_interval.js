// @ts-check
/**
 * How often a server asks to be probed, and whose claim a probe of it is.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async knex => {
  await knex.schema.alterTable('servers', table => {
    table.integer('probe_interval_seconds');
  });
  await knex.schema.alterTable('health_states', table => {
    table.string('claim', 36).comment('The ticket of whoever probes it');
  });
};

/** @param {import('knex').Knex} knex */
exports.down = async knex => {
  // Knex would copy the whole table on SQLite, and lose its partial indexes on the way.
  await knex.raw('ALTER TABLE servers DROP COLUMN probe_interval_seconds');
  await knex.raw('ALTER TABLE health_states DROP COLUMN claim');
};
