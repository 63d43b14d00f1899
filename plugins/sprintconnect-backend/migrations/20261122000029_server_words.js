// @ts-check
/**
 * The words of a server's name, title and description, to find it in the list in spite of typing mistakes. `search_words` has each of
 * them once for the organisation; this says which servers have it. Servers that are there already are indexed at start.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async knex => {
  await knex.schema.createTable('search_server_words', table => {
    table.string('org_id', 64).notNullable();
    table.string('word', 32).notNullable();
    table.string('server_id', 36).notNullable();
    table.primary(['org_id', 'word', 'server_id']);
    table.index(['org_id', 'server_id'], 'search_server_words_server_idx');
  });
};

/** @param {import('knex').Knex} knex */
exports.down = async knex => {
  await knex.schema.dropTable('search_server_words');
};
