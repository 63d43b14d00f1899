// @ts-check
/**
 * Which of its intervals the catalog entity of a server names, as JSON: one that the entity names no more goes back to the
 * default, and one that a person chose stays.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async knex => {
  await knex.schema.alterTable('servers', table => {
    table.text('catalog_intervals');
  });
};

/** @param {import('knex').Knex} knex */
exports.down = async knex => {
  // Knex would copy the whole table on SQLite, and lose its partial indexes on the way.
  await knex.raw('ALTER TABLE servers DROP COLUMN catalog_intervals');
};
