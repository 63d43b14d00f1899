// @ts-check
/**
 * Where the servers of organisations may be.
 *
 * `egress_revisions` counts the changes of the rules of an organisation: an instance that sees it unchanged may go on with the rules
 * that it knows. `egress_attempts` counts by hour how often servers were to be reached, and what came of it. `egress_destinations`
 * knows every destination that was reached, since when.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async knex => {
  await knex.schema.createTable('egress_rules', table => {
    table.string('id', 36).primary();
    table.string('org_id', 64).notNullable();
    table.string('environment', 63).comment('Null: all');
    table.string('action', 8).notNullable();
    table.string('host', 253).notNullable();
    table.string('address_range', 64).comment('Null: every address');
    table.text('ports').comment('JSON; null: every port');
    table.text('note');
    table.string('created_by', 512).notNullable();
    table.timestamp('created_at').notNullable();
    table.string('updated_by', 512).notNullable();
    table.timestamp('updated_at').notNullable();
    table.integer('revision').notNullable();
    table.index(['org_id', 'id'], 'egress_rules_org_idx');
  });
  await knex.schema.createTable('egress_revisions', table => {
    table.string('org_id', 64).primary();
    table.bigInteger('revision').notNullable();
  });
  await knex.schema.createTable('egress_attempts', table => {
    table.string('org_id', 64).notNullable();
    table.timestamp('hour').notNullable();
    table.string('environment', 63).notNullable();
    table.string('host', 260).notNullable().comment('With its port');
    table.string('outcome', 32).notNullable();
    table.bigInteger('count').notNullable();
    table.primary(['org_id', 'hour', 'environment', 'host', 'outcome']);
    table.index(['hour'], 'egress_attempts_hour_idx');
  });
  await knex.schema.createTable('egress_destinations', table => {
    table.string('org_id', 64).notNullable();
    table.string('environment', 63).notNullable();
    table.string('host', 260).notNullable().comment('With its port');
    table.timestamp('first_at').notNullable();
    table.primary(['org_id', 'environment', 'host']);
  });
};

/** @param {import('knex').Knex} knex */
exports.down = async knex => {
  await knex.schema.dropTable('egress_destinations');
  await knex.schema.dropTable('egress_attempts');
  await knex.schema.dropTable('egress_revisions');
  await knex.schema.dropTable('egress_rules');
};
