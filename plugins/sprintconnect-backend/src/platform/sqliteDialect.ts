import type { Dialect } from '../ports';
import { columnValues } from './columnValues';
import { contains } from './likeClauses';

export const sqliteDialect: Dialect = {
  ...columnValues,
  name: 'sqlite',
  // SQLite has one writer at a time, so that there is no row to skip.
  skipLocked: query => query,
  // A transaction sees one state from its first read on.
  snapshot: {},
  epoch: '0',
  byBytes: column => column,
  contains,
  // LIKE does not mind the case, and GLOB does.
  matches: (column, pattern) => ({
    sql: `(${column} glob ?)`,
    bindings: [pattern.replace(/[?[]/g, '[$&]')],
  }),
  rowsOfJson: (alias, columns) => {
    const values = Object.keys(columns).map(
      column => `value ->> '${column}' AS ${column}`,
    );
    return `(SELECT ${values.join(', ')} FROM json_each(?)) AS ${alias}`;
  },
};
