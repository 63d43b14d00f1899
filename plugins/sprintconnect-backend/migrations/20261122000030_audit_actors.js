// @ts-check

/** @param {import("knex").Knex} knex */
const isSqlite = knex => knex.client.config.client.includes('sqlite');

/** What an entry says. Sealing sets `seq` and `hash` and nothing else, once. */
const SAID = [
  'position',
  'id',
  'org_id',
  'at',
  'caller_type',
  'caller_ref',
  'action',
  'target_type',
  'target_id',
  'outcome',
  'reason',
  'request_id',
  'trace_id',
  'address',
  'policy_hash',
  'meta',
];

/**
 * The plugin of the portal that asked on behalf of a user, such as `plugin:mcp-actions` for an agent. Null where nobody did, and in
 * entries of before, whose seals stay true because a seal is not made of what is null. Like all that an entry says it never changes.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async knex => {
  await knex.raw(
    'ALTER TABLE audit_entries ADD COLUMN caller_actor varchar(255)',
  );
  await refuseUpdates(knex, [...SAID, 'caller_actor']);
};

/** @param {import('knex').Knex} knex */
exports.down = async knex => {
  await refuseUpdates(knex, SAID);
  await knex.raw('ALTER TABLE audit_entries DROP COLUMN caller_actor');
};

/**
 * @param {import('knex').Knex} knex
 * @param {string[]} said
 */
async function refuseUpdates(knex, said) {
  if (isSqlite(knex)) {
    const same = said.map(name => `NEW.${name} IS OLD.${name}`).join(' AND ');
    await knex.raw('DROP TRIGGER audit_entries_no_update');
    await knex.raw(`
    CREATE TRIGGER audit_entries_no_update BEFORE UPDATE ON audit_entries
    WHEN NOT (OLD.seq IS NULL AND NEW.seq IS NOT NULL AND NEW.hash IS NOT NULL AND ${same})
    BEGIN SELECT RAISE(ABORT, 'audit_entries is append-only'); END`);
    return;
  }
  const row = (/** @type {string} */ side) =>
    `ROW(${said.map(name => `${side}.${name}`).join(', ')})`;
  await knex.raw('DROP TRIGGER audit_entries_no_update ON audit_entries');
  await knex.raw(`
    CREATE TRIGGER audit_entries_no_update BEFORE UPDATE ON audit_entries FOR EACH ROW
    WHEN (NOT (OLD.seq IS NULL AND NEW.seq IS NOT NULL AND NEW.hash IS NOT NULL
      AND ${row('NEW')} IS NOT DISTINCT FROM ${row('OLD')}))
    EXECUTE FUNCTION audit_entries_refuse()`);
}
