import { LRUCache } from 'lru-cache';

/** More than the plugin has kinds of statements; a large one takes some tens of KiB. */
const STATEMENTS_MAX = 200;
/** What changes tables is said once, and nobody asks for it again. */
const REPEATED =
  /^\s*(?:select|with|insert|update|delete|begin|commit|rollback)\b/i;

/** A connection of better-sqlite3, as far as it prepares statements. */
interface Connection {
  prepare(sql: string): object;
}

const keepers = new WeakSet<Connection>();

/**
 * Has a connection of SQLite keep the statements it prepared last, because preparing costs more than most of them. Calling it again
 * for the same connection changes nothing.
 *
 * @remarks
 *
 * None goes stale: when a table changed, whoever changed it, SQLite prepares a statement anew as it runs
 * (https://sqlite.org/c3ref/prepare.html, `sqlite3_prepare_v2`). None is in use twice, because the driver runs each to its end at once.
 */
export function keepStatements(connection: Connection): void {
  if (keepers.has(connection)) return;
  keepers.add(connection);
  const kept = new LRUCache<string, object>({ max: STATEMENTS_MAX });
  const prepare = connection.prepare;
  connection.prepare = sql => {
    const known = kept.get(sql);
    if (known) return known;
    const statement = prepare.call(connection, sql);
    if (REPEATED.test(sql)) kept.set(sql, statement);
    return statement;
  };
}
