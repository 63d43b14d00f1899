// @ts-check
/**
 * What capabilities are found by.
 *
 * `search_documents` has one row for each capability that is offered now by a server that is not retired. `fields` is
 * what ranking reads, five lines of words: name, title, description, schema properties, server. `name_key` is the name
 * in lower case without separators; `digest` tells from what the row was made. The words are split and
 * stemmed by us, alike for both databases: in `name_terms` and `terms` (`tsvector`) on PostgreSQL, in the
 * full-text table `search_terms`, whose rowid is `position`, on SQLite.
 * `search_servers` says with which version of the splitting a server was indexed, so that what is missing
 * or old is found at start and made by a job. `search_words` are all words of an organisation, to correct
 * typing mistakes with: by trigrams, for which PostgreSQL needs an extension that not everybody may create.
 * `search_vectors` are the embeddings of capabilities, where a provider is configured.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async knex => {
  const isPostgres = knex.client.config.client === 'pg';
  await createDocuments(knex);
  await knex.schema.createTable('search_servers', table => {
    table.string('server_id', 36).primary();
    table.string('org_id', 64).notNullable();
    table.integer('version').notNullable();
  });
  await knex.schema.createTable('search_words', table => {
    table.bigIncrements('id');
    table.string('org_id', 64).notNullable();
    table.string('word', 32).notNullable();
    table.unique(['org_id', 'word'], { indexName: 'search_words_word_idx' });
  });
  await knex.schema.createTable('search_vectors', table => {
    table.string('org_id', 64).notNullable();
    table
      .string('digest', 71)
      .notNullable()
      .comment('Of the text that was embedded');
    table.string('model', 200).notNullable();
    table.binary('vector').notNullable();
    table.primary(['org_id', 'model', 'digest']);
  });
  await (isPostgres ? upPostgres(knex) : upSqlite(knex));
};

/** @param {import('knex').Knex} knex */
async function createDocuments(knex) {
  await knex.schema.createTable('search_documents', table => {
    table.bigIncrements('position');
    table
      .string('capability_id', 36)
      .notNullable()
      .unique({ indexName: 'search_documents_capability_idx' });
    table.string('org_id', 64).notNullable();
    table.string('server_id', 36).notNullable();
    table.string('kind', 20).notNullable();
    table.string('sort_name', 100).notNullable();
    table.text('name_key').notNullable();
    table.text('fields').notNullable();
    table.string('digest', 150).notNullable();
    table.string('text_digest', 71).notNullable();
    table.index(['org_id', 'server_id'], 'search_documents_server_idx');
    table.index(
      ['org_id', 'sort_name', 'capability_id'],
      'search_documents_name_idx',
    );
  });
}

/** @param {import('knex').Knex} knex */
async function upPostgres(knex) {
  await knex.raw(
    'alter table search_documents add column name_terms tsvector not null, add column terms tsvector not null',
  );
  // In the order of code points, so that an index can find what begins with a text.
  await knex.raw(
    'create index search_documents_key_idx on search_documents (org_id, name_key collate "C")',
  );
  for (const column of ['name_terms', 'terms']) {
    // A short list of entries not yet sorted in, because every search reads all of it.
    await knex.raw(
      `create index search_documents_${column}_idx on search_documents using gin (${column}) with (gin_pending_list_limit = 256)`,
    );
  }
  try {
    // In a savepoint of its own: what fails here must not undo the rest.
    await knex.transaction(async savepoint => {
      await savepoint.raw('create extension if not exists pg_trgm');
      await savepoint.raw(
        'create index search_words_trigrams_idx on search_words using gin (word gin_trgm_ops)',
      );
    });
  } catch {
    // Search works without it but for typing mistakes, and says so in its answers and in the log.
  }
}

/** @param {import('knex').Knex} knex */
async function upSqlite(knex) {
  await knex.raw(
    'create index search_documents_key_idx on search_documents (org_id, name_key)',
  );
  await knex.raw(
    `create virtual table search_terms using fts5(name, terms, content='', contentless_delete=1, detail=column, prefix='2 3 4', tokenize='ascii')`,
  );
  await knex.raw(
    `create virtual table search_trigrams using fts5(word, content='', detail=full, tokenize='trigram')`,
  );
}

/** @param {import('knex').Knex} knex */
exports.down = async knex => {
  if (knex.client.config.client !== 'pg') {
    await knex.raw('drop table search_trigrams');
    await knex.raw('drop table search_terms');
  }
  // The extension stays, because others may have begun to use it.
  for (const name of [
    'search_vectors',
    'search_words',
    'search_servers',
    'search_documents',
  ]) {
    await knex.schema.dropTable(name);
  }
};
