import type { Database } from '../../ports';
import { eventually } from '../eventually';

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
/** Calls that ended and that nobody has been told of yet: news of several come once, up to two seconds after the last of them. */
const UNTOLD = `select count(*) from calls where closed_at is not null and not exists (
  select 1 from outbox_events where type = 'server.calls.changed'
    and outbox_events.org_id = calls.org_id and outbox_events.occurred_at >= calls.closed_at
    and outbox_events.payload like '%' || calls.server_id || '%')`;
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

  const rowsOf = async (sql: string) => dialect.rowsOf(await reader.raw(sql));
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
    /** Waits until all that was asked for so far is written, with the news of it. */
    async settled(): Promise<void> {
      let madeBefore: unknown;
      await eventually('news of all calls', async () => {
        const [{ made, untold }] = await rowsOf(
          `select (select count(*) from calls) as made, (${UNTOLD}) as untold`,
        );
        const isStill = made === madeBefore;
        madeBefore = made;
        return isStill && Number(untold) === 0;
      });
    },
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
          const rows = await reader(name)
            .where({ org_id: orgId })
            .whereRaw(`(${where(name)})`);
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
