// @ts-check
/**
 * Which version of a server somebody has looked at last, and how many warnings lie between that and the current one; null: none.
 * Whatever there is today counts as seen.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async knex => {
  await knex.schema.alterTable('servers', table => {
    table.integer('seen_snapshot');
    table.integer('drift_warnings');
  });
  await knex('servers').update({ seen_snapshot: knex.ref('current_snapshot') });
};

/** @param {import('knex').Knex} knex */
exports.down = async knex => {
  // Knex would copy the whole table on SQLite, and lose its partial indexes on the way.
  await knex.raw('ALTER TABLE servers DROP COLUMN seen_snapshot');
  await knex.raw('ALTER TABLE servers DROP COLUMN drift_warnings');
};
