// @ts-check
/**
 * What servers ask the clients of calls, and calls that go on while their client is asked. Whoever answers may come to another instance.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async knex => {
  await knex.schema.createTable('held_calls', table => {
    table.comment(
      'Calls of clients that are asked by results and come back with the answer',
    );
    table.string('id', 36).primary();
    table.string('org_id', 255).notNullable();
    table.string('caller', 64).notNullable();
    table.timestamp('seen_at', { useTz: true }).notNullable();
    table.boolean('is_cancelled').notNullable().defaultTo(false);
    table.text('outcome', 'longtext');
    table.timestamp('expires_at', { useTz: true }).notNullable();
    table.index(['expires_at'], 'held_calls_expires_idx');
  });
  await knex.schema.createTable('held_questions', table => {
    table.comment('Questions of servers to clients, until they are answered');
    table.string('id', 36).primary();
    table.string('call_id', 36);
    table.string('org_id', 255).notNullable();
    table.string('caller', 64).notNullable();
    table.text('question', 'longtext');
    table.text('answer', 'longtext');
    table.timestamp('asked_at', { useTz: true }).notNullable();
    table.timestamp('expires_at', { useTz: true }).notNullable();
    table.index(['call_id'], 'held_questions_call_idx');
    table.index(['expires_at'], 'held_questions_expires_idx');
  });
  await knex.schema.createTable('held_subscriptions', table => {
    table.comment(
      'Resources that sessions of MCP clients subscribed to, whichever instance their streams are in',
    );
    table.string('org_id', 255).notNullable();
    table.string('session', 64).notNullable();
    table.string('id', 64).notNullable();
    table.text('said').notNullable();
    table.text('server').notNullable();
    table.text('uri').notNullable();
    table.timestamp('expires_at', { useTz: true }).notNullable();
    table.primary(['org_id', 'session', 'id']);
    table.index(['expires_at'], 'held_subscriptions_expires_idx');
  });
};

/** @param {import('knex').Knex} knex */
exports.down = async knex => {
  await knex.schema.dropTable('held_subscriptions');
  await knex.schema.dropTable('held_questions');
  await knex.schema.dropTable('held_calls');
};
