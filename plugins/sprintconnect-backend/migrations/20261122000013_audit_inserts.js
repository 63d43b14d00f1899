// @ts-check

/** @param {import("knex").Knex} knex */
const isSqlite = knex => knex.client.config.client.includes('sqlite');

/**
 * An entry begins without a seal, and takes nobody's place. SQLite takes away the row that `INSERT OR REPLACE` collides
 * with without asking the triggers that refuse deletes, so that an entry without a seal could be replaced unseen; on
 * PostgreSQL, `ON CONFLICT DO UPDATE` asks them.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async knex => {
  const hasSeal = 'NEW.seq IS NOT NULL OR NEW.hash IS NOT NULL';
  await knex.raw(
    isSqlite(knex)
      ? `CREATE TRIGGER audit_entries_insert BEFORE INSERT ON audit_entries
         WHEN ${hasSeal} OR EXISTS (SELECT 1 FROM audit_entries WHERE id = NEW.id)
           OR EXISTS (SELECT 1 FROM audit_entries WHERE position = NEW.position)
         BEGIN SELECT RAISE(ABORT, 'audit_entries is append-only'); END`
      : `CREATE TRIGGER audit_entries_insert BEFORE INSERT ON audit_entries
         FOR EACH ROW WHEN (${hasSeal}) EXECUTE FUNCTION audit_entries_refuse()`,
  );
};

/** @param {import('knex').Knex} knex */
exports.down = async knex => {
  const on = isSqlite(knex) ? '' : ' ON audit_entries';
  await knex.raw(`DROP TRIGGER audit_entries_insert${on}`);
};
