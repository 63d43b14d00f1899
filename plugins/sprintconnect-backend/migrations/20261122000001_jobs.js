// @ts-check

/** @param {import('knex').Knex} knex */
exports.up = async knex => {
  await knex.schema.createTable('jobs', table => {
    table.comment(
      'Durable background work; a running job is leased to a worker',
    );
    table.string('id', 36).primary();
    table.string('org_id', 255).notNullable();
    table.string('kind', 100).notNullable();
    table.string('key', 512).comment('Unique while the job is live');
    table.text('payload').notNullable();
    table.string('state', 16).notNullable();
    table.timestamp('due_at', { useTz: true }).notNullable();
    table.string('ticket', 36).comment('Of the claim; settling demands it');
    table
      .timestamp('lease_until', { useTz: true })
      .comment('When the claim lapses unless its worker shows signs of life');
    table.integer('attempts').notNullable().defaultTo(0);
    table.text('progress');
    table.text('result');
    table.text('error');
    table.timestamp('created_at', { useTz: true }).notNullable();
    table.timestamp('finished_at', { useTz: true });
    table.index(['org_id', 'id'], 'jobs_org_id_idx');
  });
  await knex.raw(
    "CREATE UNIQUE INDEX jobs_live_key_idx ON jobs (org_id, kind, key) WHERE state IN ('queued', 'running')",
  );
  await knex.raw(
    "CREATE INDEX jobs_due_idx ON jobs (kind, due_at) WHERE state = 'queued'",
  );
  await knex.raw(
    "CREATE INDEX jobs_lease_idx ON jobs (lease_until) WHERE state = 'running'",
  );
  await knex.raw(
    'CREATE INDEX jobs_finished_idx ON jobs (finished_at) WHERE finished_at IS NOT NULL',
  );
};

/** @param {import('knex').Knex} knex */
exports.down = async knex => {
  await knex.schema.dropTable('jobs');
};
