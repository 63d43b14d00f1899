// @ts-check
/**
 * Tells of a text whether any capability of an organisation has it still, so that vectors of the others can be forgotten.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async knex => {
  await knex.schema.alterTable('search_documents', table => {
    table.index(['org_id', 'text_digest'], 'search_documents_text_idx');
  });
};

/** @param {import('knex').Knex} knex */
exports.down = async knex => {
  await knex.raw('DROP INDEX search_documents_text_idx');
};
