// @ts-check
/**
 * Whether servers answer, and did.
 *
 * `health_states` is the schedule and the memory of the prober: one row for each server that is watched. Who sets
 * `claimed_until` on a row may probe that server; a claim that lapsed is anybody's. `recent` holds the last probes as
 * JSON, `breaker` the state of the circuit breaker, `alerts` the burning error budgets.
 * `probes` is raw history, `health_hours` and `health_days` its sums; `latencies` is a histogram of good probes.
 * `health_rollups` says up to when each is summed up, `health_late_hours` which summed hours got another probe since.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async knex => {
  await createStates(knex);
  await knex.schema.createTable('probes', table => {
    table.bigIncrements('position');
    table.string('org_id', 64).notNullable();
    table.string('server_id', 36).notNullable();
    table.timestamp('at').notNullable();
    table.boolean('ok').notNullable();
    table.integer('latency_ms');
    table.string('error_code', 20);
    table.text('error_message');
    // What sums and sparklines read stands in the index: the rows of one server lie far apart.
    table.index(
      ['server_id', 'at', 'ok', 'latency_ms', 'org_id'],
      'probes_server_idx',
    );
  });
  await knex.raw(
    'CREATE INDEX probes_failed_idx ON probes (at, server_id) WHERE NOT ok',
  );
  for (const name of ['health_hours', 'health_days']) {
    await createSums(knex, name);
  }
  await knex.schema.createTable('health_rollups', table => {
    table.string('name', 8).primary().comment('hour or day');
    table.timestamp('done_until').notNullable();
  });
  await knex.schema.createTable('health_late_hours', table => {
    table.string('server_id', 36).notNullable();
    table.timestamp('at').notNullable().comment('Begin of the hour');
    table.primary(['server_id', 'at']);
  });
  await knex.schema.createTable('health_incidents', table => {
    table.string('id', 36).primary();
    table.string('org_id', 64).notNullable();
    table.string('server_id', 36).notNullable();
    table.string('status', 16).notNullable();
    table.string('cause_code', 20).notNullable();
    table.text('cause_message').notNullable();
    table.timestamp('started_at').notNullable();
    table.timestamp('ended_at');
    table.integer('failures').notNullable();
    table.index(['server_id', 'started_at'], 'health_incidents_server_idx');
    table.index(['ended_at'], 'health_incidents_ended_idx');
  });
};

/**
 * An answer reads hundreds of sums of one server, which were written hour by hour, each beside those of all other servers.
 * So they are kept in the order in which they are read: on SQLite the table is its primary key, on PostgreSQL the key
 * includes the rest of the row.
 *
 * @param {import('knex').Knex} knex
 * @param {string} name
 */
async function createSums(knex, name) {
  const isPostgres = knex.client.config.client === 'pg';
  await knex.raw(
    `CREATE TABLE ${name} (
       org_id varchar(64) NOT NULL,
       server_id varchar(36) NOT NULL,
       at ${isPostgres ? 'timestamptz' : 'datetime'} NOT NULL,
       probes integer NOT NULL,
       failures integer NOT NULL,
       latencies text NOT NULL,
       CONSTRAINT ${name}_pkey PRIMARY KEY (server_id, at)
         ${isPostgres ? 'INCLUDE (org_id, probes, failures, latencies)' : ''}
     ) ${isPostgres ? '' : 'WITHOUT ROWID'}`,
  );
  await knex.raw(`CREATE INDEX ${name}_at_idx ON ${name} (at)`);
}

/** @param {import('knex').Knex} knex */
async function createStates(knex) {
  await knex.schema.createTable('health_states', table => {
    table.string('server_id', 36).primary();
    table.string('org_id', 64).notNullable();
    table.string('environment', 63).notNullable();
    table.string('status', 16).notNullable();
    table.timestamp('since');
    table.string('reason_code', 20);
    table.text('reason_message');
    table.integer('failures').notNullable().comment('In a row');
    table.integer('successes').notNullable().comment('In a row');
    table.text('recent').notNullable();
    table.timestamp('last_probe_at');
    table.boolean('last_ok');
    table.integer('last_latency_ms');
    table.string('last_error_code', 20);
    table.text('last_error_message');
    table.timestamp('next_probe_at');
    table.timestamp('claimed_until');
    table.text('breaker');
    table.timestamp('rest_since');
    table.timestamp('rest_until');
    table.string('incident_id', 36);
    table.text('alerts').notNullable();
    table.index(['org_id', 'status'], 'health_states_status_idx');
    table.index(['next_probe_at'], 'health_states_due_idx');
  });
}

/** @param {import('knex').Knex} knex */
exports.down = async knex => {
  for (const name of [
    'health_incidents',
    'health_late_hours',
    'health_rollups',
    'health_days',
    'health_hours',
    'probes',
    'health_states',
  ]) {
    await knex.schema.dropTable(name);
  }
};
