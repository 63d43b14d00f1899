// @ts-check
/**
 * What calls of a server are held to, as JSON: `timeoutMs`, `resultBytesMax`, `outputSchema`. Null: the defaults.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async knex => {
  await knex.schema.alterTable('servers', table => {
    table.text('calls');
  });
};

/** @param {import('knex').Knex} knex */
exports.down = async knex => {
  // Knex would copy the whole table on SQLite, and lose its partial indexes on the way.
  await knex.raw('ALTER TABLE servers DROP COLUMN calls');
};
