// @ts-check

/** @param {import("knex").Knex} knex */
const isSqlite = knex => knex.client.config.client.includes('sqlite');

/** As long as an entry of an index may be. */
const LENGTH = 400;

/**
 * What the log shows as the target of an entry, for the filter by target: the name in its details, role and holder of a role, else the id.
 * It is made of the entry by the database itself, so that it needs no seal of its own and old entries have it too. Details with
 * escaped characters, which PostgreSQL may not read, count as without a name.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async knex => {
  const field = (/** @type {string} */ name) =>
    isSqlite(knex)
      ? `json_extract(meta, '$.${name}')`
      : `((meta::jsonb)->>'${name}')`;
  const isEscaped = isSqlite(knex)
    ? `instr(meta, '\\u') > 0 OR NOT json_valid(meta)`
    : `position('\\u' in meta) > 0`;
  const name = `CASE
    WHEN meta IS NULL OR ${isEscaped} THEN target_id
    WHEN target_type IN ('server', 'api-key') THEN coalesce(${field('name')}, target_id)
    WHEN target_type = 'role-binding' THEN coalesce(${field('role')} || ' ' || ${field('subject')}, target_id)
    ELSE target_id END`;
  await knex.raw(
    `ALTER TABLE audit_entries ADD COLUMN target_name text
       GENERATED ALWAYS AS (substr(${name}, 1, ${LENGTH})) ${isSqlite(knex) ? 'VIRTUAL' : 'STORED'}`,
  );
  await knex.raw(
    'CREATE INDEX audit_entries_target_name_idx ON audit_entries (org_id, target_name, target_id)',
  );
};

/** @param {import('knex').Knex} knex */
exports.down = async knex => {
  await knex.raw('DROP INDEX audit_entries_target_name_idx');
  await knex.raw('ALTER TABLE audit_entries DROP COLUMN target_name');
};
