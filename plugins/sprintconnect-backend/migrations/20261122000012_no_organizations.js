// @ts-check
/**
 * What organisations there are, the catalog knows: a row that the first request of one wrote was written for who was then
 * refused, too.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async knex => {
  await knex.schema.dropTable('organizations');
};

/** @param {import('knex').Knex} knex */
exports.down = async knex => {
  await knex.schema.createTable('organizations', table => {
    table.string('id', 64).primary();
    table.string('slug', 64).notNullable().unique();
    table.string('title', 200).notNullable();
    table.text('settings').notNullable();
    table.timestamp('created_at').notNullable();
  });
};
