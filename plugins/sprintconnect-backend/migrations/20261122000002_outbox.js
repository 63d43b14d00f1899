// @ts-check

/** @param {import('knex').Knex} knex */
exports.up = async knex => {
  await knex.schema.createTable('outbox_events', table => {
    table.comment('What happened; published in order of seq, at least once');
    table.bigIncrements('position').comment('Order of the inserts');
    table.string('id', 36).notNullable().unique();
    table
      .bigInteger('seq')
      .unique()
      .comment('Order of publication; given by the relay once committed');
    table.string('org_id', 255).notNullable();
    table.string('type', 100).notNullable();
    table.text('payload').notNullable();
    table.timestamp('occurred_at', { useTz: true }).notNullable();
    table.timestamp('published_at', { useTz: true });
  });
  await knex.raw(
    'CREATE INDEX outbox_unsequenced_idx ON outbox_events (position) WHERE seq IS NULL',
  );
  await knex.raw(
    'CREATE INDEX outbox_unpublished_idx ON outbox_events (seq) WHERE published_at IS NULL',
  );
  await knex.raw(
    'CREATE INDEX outbox_published_idx ON outbox_events (published_at) WHERE published_at IS NOT NULL',
  );
  await knex.schema.createTable('outbox_relay', table => {
    table.comment('One row: which instance relays, and the last seq given');
    table.integer('id').primary();
    table.string('ticket', 36);
    table.timestamp('lease_until', { useTz: true });
    table.bigInteger('last_seq').notNullable();
  });
  await knex('outbox_relay').insert({ id: 1, last_seq: 0 });
};

/** @param {import('knex').Knex} knex */
exports.down = async knex => {
  await knex.schema.dropTable('outbox_relay');
  await knex.schema.dropTable('outbox_events');
};
