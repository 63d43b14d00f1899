// @ts-check
/**
 * What using a capability may do, as a column, so that a list can be narrowed by it without reading definitions:
 * `read-only`, `additive` or `destructive` (MCP, Tool Annotations). Written from then on by whoever writes the row.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async knex => {
  await knex.schema.alterTable('capabilities', table => {
    table.string('effect', 16).notNullable().defaultTo('destructive');
  });
  await knex('capabilities')
    .whereNot({ kind: 'tool' })
    .update({ effect: 'read-only' });
  let last = '';
  for (;;) {
    const rows = await knex('capabilities')
      .where({ kind: 'tool' })
      .andWhere('id', '>', last)
      .orderBy('id')
      .limit(500)
      .select('id', 'definition');
    if (rows.length === 0) return;
    last = rows[rows.length - 1].id;
    for (const effect of ['read-only', 'additive']) {
      const ids = rows
        .filter(row => effectOf(row.definition) === effect)
        .map(row => row.id);
      await knex('capabilities').whereIn('id', ids).update({ effect });
    }
  }
};

/** As sprintconnect-common's `effectOf` says of a tool today; a migration keeps the words of its day. */
function effectOf(/** @type {string} */ definition) {
  const { annotations = {} } = JSON.parse(definition);
  if (annotations?.readOnlyHint === true) return 'read-only';
  return annotations?.destructiveHint === false ? 'additive' : 'destructive';
}

/** @param {import('knex').Knex} knex */
exports.down = async knex => {
  await knex.raw('ALTER TABLE capabilities DROP COLUMN effect');
};
