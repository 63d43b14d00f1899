// @ts-check
/**
 * Lists of a server that have a fault while the others are known: `servers.list_faults` is JSON, at most one fault of each kind,
 * and `snapshots.failed_lists` the kinds, as JSON, that had one when the version was found. `capabilities.notes` is JSON, too:
 * what was changed in a definition to keep it.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async knex => {
  await knex.schema.alterTable('servers', table => {
    table.text('list_faults');
  });
  await knex.schema.alterTable('snapshots', table => {
    table.text('failed_lists');
  });
  await knex.schema.alterTable('capabilities', table => {
    table.text('notes');
  });
};

/** @param {import('knex').Knex} knex */
exports.down = async knex => {
  // Knex would copy the whole tables on SQLite, and lose their partial indexes on the way.
  await knex.raw('ALTER TABLE servers DROP COLUMN list_faults');
  await knex.raw('ALTER TABLE snapshots DROP COLUMN failed_lists');
  await knex.raw('ALTER TABLE capabilities DROP COLUMN notes');
};
