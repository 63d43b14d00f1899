// @ts-check
/**
 * Secrets, sealed for the place that has them.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async knex => {
  await knex.schema.createTable('secrets', table => {
    table.comment('Sealed secrets; what is sealed opens in its own row only');
    table.string('org_id', 255).notNullable();
    table.string('holder', 255).notNullable();
    table.string('field', 100).notNullable();
    table.integer('version').notNullable();
    table.text('sealed').notNullable();
    table
      .string('kid', 64)
      .comment(
        'Which key of the ring wraps its data key; null where none does',
      );
    table
      .string('key_check', 64)
      .comment('Tells keys apart that had the same id one after the other');
    table.timestamp('created_at', { useTz: true }).notNullable();
    table.primary(['org_id', 'holder', 'field', 'version']);
    table.index(['kid', 'key_check', 'org_id'], 'secrets_kid_idx');
  });
};

/** @param {import('knex').Knex} knex */
exports.down = async knex => {
  await knex.schema.dropTable('secrets');
};
