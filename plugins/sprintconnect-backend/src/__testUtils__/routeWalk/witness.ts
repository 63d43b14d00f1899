import type { Database } from '../../ports';

/** Refusals are noted there, and nothing else may come of one. */
const NOTES = /^audit_/;
/**
 * A call that is refused has its record, closed as such and saying that nobody was asked, and the news that there is one; every other row
 * counts.
 */
const BUT_REFUSED_CALLS: Record<string, string> = {
  calls: `outcome is null or outcome not in ('refused', 'invalid') or upstream_ms is not null
    or result_bytes is not null or arguments is not null or result is not null`,
  outbox_events: `type <> 'server.calls.changed'`,
};
/** Time passes there by itself: what was said of a key's last use, and what the relay told. */
const RESTLESS = ['last_used_at', 'published_at', 'seq', 'position'];

/**
 * Sees what is in the database, whichever tables there are.
 *
 * @param options - `mayRefuseCalls`: calls are asked for, whose refusals leave their records, some of them late. Default: false
 */
export function createWitness(
  database: Database,
  { mayRefuseCalls = false }: { mayRefuseCalls?: boolean } = {},
) {
  const where = (name: string) =>
    (mayRefuseCalls && BUT_REFUSED_CALLS[name]) || '1 = 1';
  const { reader, dialect } = database;
  let known: Promise<{ name: string; isTenants: boolean }[]> | undefined;

  const rowsOf = async (sql: string): Promise<Record<string, unknown>[]> => {
    const answer = await reader.raw(sql);
    return Array.isArray(answer) ? answer : answer.rows;
  };
  const tables = () => {
    known ??= (async () => {
      const rows = await rowsOf(
        dialect.name === 'sqlite'
          ? `select name from sqlite_master where type = 'table' and sql not like '%VIRTUAL%'`
          : `select tablename as name from pg_tables where schemaname = current_schema()`,
      );
      const names = rows
        .map(({ name }) => String(name))
        .filter(
          name =>
            !/^(knex_|sqlite_|backstage_)/.test(name) && !NOTES.test(name),
        );
      return Promise.all(
        names.map(async name => ({
          name,
          isTenants: await reader.schema.hasColumn(name, 'org_id'),
        })),
      );
    })();
    return known;
  };

  return {
    /** How many rows each table has, and how many successes the audit trail. */
    async counts(): Promise<string> {
      const counted = (await tables()).map(
        ({ name }) =>
          `(select count(*) from ${name} where ${where(name)}) as ${name}`,
      );
      const [row] = await rowsOf(
        `select ${counted.join(', ')}, (select count(*) from audit_entries where outcome = 'success') as successes`,
      );
      return JSON.stringify(row);
    },
    /** Every row of an organisation. */
    async content(orgId: string): Promise<Record<string, string[]>> {
      const tenants = (await tables()).filter(({ isTenants }) => isTenants);
      const pairs = await Promise.all(
        tenants.map(async ({ name }) => {
          const rows = await reader(name).where({ org_id: orgId });
          const texts = rows.map(row => {
            const kept = Object.entries(row).filter(
              ([column]) => !RESTLESS.includes(column),
            );
            return JSON.stringify(Object.fromEntries(kept));
          });
          return [name, texts.sort()] as const;
        }),
      );
      return Object.fromEntries(pairs);
    },
  };
}
