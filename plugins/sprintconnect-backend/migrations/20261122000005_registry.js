/**
 * Servers, what they offer, and the versions of it.
 *
 * `servers.search_text` is name, title and description in lower case. `servers.entity_ref` is unique without
 * regard to case, as the catalog's are. `server_moves` keeps what a server was sorted by before a change, for
 * as long as a cursor lives, so that a list that somebody is paging through keeps its order.
 * `capabilities.key` is a digest of kind and name, because a name may be longer than an index entry.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await createServers(knex);
  await knex.schema.createTable('server_tags', table => {
    table.string('org_id', 64).notNullable();
    table
      .string('server_id', 36)
      .notNullable()
      .references('id')
      .inTable('servers')
      .onDelete('CASCADE');
    table.string('tag', 63).notNullable();
    table.primary(['server_id', 'tag']);
    table.index(['org_id', 'tag', 'server_id'], 'server_tags_tag_idx');
  });
  await knex.schema.createTable('server_moves', table => {
    table.bigIncrements('seq');
    table.string('org_id', 64).notNullable();
    table.string('server_id', 36).notNullable();
    table.timestamp('moved_at').notNullable();
    table.string('name', 100).notNullable();
    table.timestamp('updated_at').notNullable();
    table.index(['org_id', 'seq'], 'server_moves_seq_idx');
    table.index(['org_id', 'moved_at'], 'server_moves_moved_idx');
  });
  await knex.schema.createTable('snapshots', table => {
    table.string('org_id', 64).notNullable();
    table
      .string('server_id', 36)
      .notNullable()
      .references('id')
      .inTable('servers')
      .onDelete('CASCADE');
    table.integer('version').notNullable();
    table.string('digest', 71).notNullable();
    table.string('era', 16).notNullable();
    table.string('protocol_version', 32).notNullable();
    table.text('server_info');
    table.text('counts').notNullable();
    table.text('content', 'longtext').notNullable();
    table.timestamp('created_at').notNullable();
    table.primary(['server_id', 'version']);
  });
  await createCapabilities(knex);
};

/** @param {import('knex').Knex} knex */
async function createServers(knex) {
  await knex.schema.createTable('servers', table => {
    table.string('id', 36).primary();
    table.string('org_id', 64).notNullable();
    table.string('name', 100).notNullable();
    table.text('title');
    table.text('description');
    table.string('environment', 63).notNullable();
    table.string('lifecycle', 63);
    table.string('owner_ref', 320);
    table.string('system_ref', 320);
    table.string('origin', 16).notNullable();
    table.string('entity_ref', 400).notNullable();
    table.text('remotes').notNullable();
    table.text('tags').notNullable();
    table.text('search_text').notNullable();
    table.string('status', 16).notNullable();
    table.string('credential_ref', 100);
    table.integer('discovery_interval_seconds');
    table.string('era', 16);
    table.timestamp('era_at');
    table.text('era_remote_url');
    table.string('protocol_version', 32);
    table.text('server_info');
    table.text('instructions');
    table.integer('tools').notNullable().defaultTo(0);
    table.integer('resources').notNullable().defaultTo(0);
    table.integer('resource_templates').notNullable().defaultTo(0);
    table.integer('prompts').notNullable().defaultTo(0);
    table.integer('current_snapshot');
    table.string('current_digest', 71);
    table.integer('approved_snapshot');
    table.string('health_status', 16).notNullable().defaultTo('unknown');
    table.timestamp('health_since');
    table.integer('health_latency_ms');
    table.timestamp('last_discovered_at');
    table.string('error_code', 63);
    table.text('error_message');
    table.timestamp('error_at');
    table.timestamp('discovery_requested_at');
    table.timestamp('next_discovery_at');
    table.integer('failures').notNullable().defaultTo(0);
    table.boolean('announces_changes').notNullable().defaultTo(false);
    table.integer('revision').notNullable();
    table.timestamp('created_at').notNullable();
    table.timestamp('updated_at').notNullable();
    table.index(['org_id', 'name', 'id'], 'servers_name_idx');
    table.index(['org_id', 'created_at', 'id'], 'servers_created_idx');
    table.index(['org_id', 'updated_at', 'id'], 'servers_updated_idx');
    table.index(['next_discovery_at'], 'servers_due_idx');
  });
  await knex.raw(
    `create unique index servers_live_name_idx on servers (org_id, environment, name) where status <> 'retired'`,
  );
  await knex.raw(
    `create unique index servers_live_entity_idx on servers (org_id, lower(entity_ref)) where status <> 'retired'`,
  );
  await knex.raw(
    `create index servers_entity_idx on servers (org_id, lower(entity_ref))`,
  );
}

/** @param {import('knex').Knex} knex */
async function createCapabilities(knex) {
  await knex.schema.createTable('capabilities', table => {
    table.string('id', 36).primary();
    table.string('org_id', 64).notNullable();
    table
      .string('server_id', 36)
      .notNullable()
      .references('id')
      .inTable('servers')
      .onDelete('CASCADE');
    table.string('key', 64).notNullable();
    table.string('kind', 20).notNullable();
    table.text('name').notNullable();
    table.string('sort_name', 100).notNullable();
    table.text('search_text').notNullable();
    table.text('definition', 'longtext').notNullable();
    table.string('digest', 71).notNullable();
    table.timestamp('first_seen').notNullable();
    table.timestamp('last_seen').notNullable();
    table.timestamp('removed_at');
    table.unique(['server_id', 'key'], { indexName: 'capabilities_key_idx' });
    table.index(
      ['org_id', 'server_id', 'sort_name', 'id'],
      'capabilities_name_idx',
    );
  });
}

/** @param {import('knex').Knex} knex */
exports.down = async function down(knex) {
  await knex.schema.dropTable('capabilities');
  await knex.schema.dropTable('snapshots');
  await knex.schema.dropTable('server_moves');
  await knex.schema.dropTable('server_tags');
  await knex.schema.dropTable('servers');
};
