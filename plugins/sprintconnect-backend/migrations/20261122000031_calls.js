// @ts-check
/**
 * Who used what of which server, and how it ended; and which processes are alive, whose calls may still end.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async knex => {
  await knex.schema.createTable('calls', table => {
    table.comment(
      'One row for each use of a capability; without an outcome while it is under way',
    );
    table.string('id', 36).primary();
    table.string('org_id', 255).notNullable();
    table.string('server_id', 36).notNullable();
    table.string('server_name', 255).notNullable();
    table.string('environment', 255).notNullable();
    table.string('method', 32).notNullable();
    table.string('kind', 32).notNullable();
    table.text('capability').notNullable();
    table.string('caller_type', 16).notNullable();
    table.string('caller_ref', 512).notNullable();
    table.string('caller_actor', 255);
    table.string('entrance', 16).notNullable();
    table.string('instance', 36).notNullable();
    table.timestamp('opened_at', { useTz: true }).notNullable();
    table.timestamp('closed_at', { useTz: true });
    table.string('outcome', 16);
    table.string('code', 100);
    table.text('reason');
    table.double('upstream_ms');
    table.bigInteger('argument_bytes').notNullable();
    table.bigInteger('result_bytes');
    table.string('request_id', 200).notNullable();
    table.string('trace_id', 32);
    table.text('arguments');
    table.text('result');
    table.index(['org_id', 'opened_at', 'id'], 'calls_org_idx');
    table.index(
      ['org_id', 'caller_ref', 'opened_at', 'id'],
      'calls_caller_idx',
    );
    table.index(['org_id', 'server_id', 'opened_at', 'id'], 'calls_server_idx');
    table.index(['opened_at'], 'calls_opened_idx');
  });
  await knex.raw(
    'CREATE INDEX calls_open_idx ON calls (instance) WHERE outcome IS NULL',
  );
  await knex.raw(
    'CREATE INDEX calls_bodies_idx ON calls (opened_at) WHERE arguments IS NOT NULL OR result IS NOT NULL',
  );
  // Names may be longer than an entry of an index.
  await knex.raw(
    'CREATE INDEX calls_capability_idx ON calls (org_id, server_id, substr(capability, 1, 100), opened_at, id)',
  );
  // What went well is most of it, and costs nothing here.
  await knex.raw(
    "CREATE INDEX calls_failed_idx ON calls (org_id, opened_at, id, outcome) WHERE outcome <> 'succeeded'",
  );
  await knex.raw(
    "CREATE INDEX calls_server_failed_idx ON calls (org_id, server_id, opened_at, id, outcome) WHERE outcome <> 'succeeded'",
  );
  await knex.schema.createTable('gateway_instances', table => {
    table.comment('Processes that make calls, and when each last said so');
    table.string('id', 36).primary();
    table.timestamp('beat_at', { useTz: true }).notNullable();
  });
};

/** @param {import('knex').Knex} knex */
exports.down = async knex => {
  await knex.schema.dropTable('gateway_instances');
  await knex.schema.dropTable('calls');
};
