// @ts-check
/**
 * What is known of credentials beside their secrets, which the vault keeps. A row is shared and has a name, or is the one of a server.
 * As JSON: `origins`, `environments`, `details` (what people may see of it) and `previous` (the version before, while it is good).
 * `warned` is the last warning that went out: 1 due, 2 seven days, 3 one day.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async knex => {
  await knex.schema.createTable('credentials', table => {
    table.string('id', 36).primary();
    table.string('org_id', 255).notNullable();
    table.string('name', 100);
    table.string('server_id', 36);
    table.text('description');
    table.string('type', 40).notNullable();
    table.integer('version').notNullable();
    table.text('origins').notNullable();
    table.text('environments');
    table.text('details').notNullable();
    table.text('previous');
    table.timestamp('previous_until', { useTz: true, precision: 3 });
    table.timestamp('created_at', { useTz: true, precision: 3 }).notNullable();
    table.string('created_by', 512).notNullable();
    table.timestamp('rotated_at', { useTz: true, precision: 3 }).notNullable();
    table.timestamp('expires_at', { useTz: true, precision: 3 });
    table.integer('rotate_every_days');
    table.timestamp('due_at', { useTz: true, precision: 3 });
    table.integer('warned').notNullable().defaultTo(0);
    table.integer('revision').notNullable();
    table.unique(['org_id', 'name']);
    table.unique(['server_id']);
    table.index(['previous_until']);
    table.index(['expires_at']);
    table.index(['due_at']);
  });
  await knex.schema.alterTable('servers', table => {
    table.index(['org_id', 'credential_ref'], 'servers_credential_idx');
  });
};

/** @param {import('knex').Knex} knex */
exports.down = async knex => {
  await knex.schema.alterTable('servers', table => {
    table.dropIndex(['org_id', 'credential_ref'], 'servers_credential_idx');
  });
  await knex.schema.dropTable('credentials');
};
