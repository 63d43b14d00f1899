import type { Dialect } from '../ports';
import { columnValues } from './columnValues';

export const postgresDialect: Dialect = {
  ...columnValues,
  name: 'postgres',
  skipLocked: query => query.forUpdate().skipLocked() as typeof query,
  snapshot: { isolationLevel: 'repeatable read', readOnly: true },
  epoch: 'to_timestamp(0)',
  byBytes: column => `${column} collate "C"`,
  matches: (column, pattern) => ({
    sql: `(${column} like ? escape '!')`,
    bindings: [pattern.replace(/[!%_]/g, '!$&').replace(/\*+/g, '%')],
  }),
  rowsOfJson: (alias, columns) => {
    const typed = Object.entries(columns).map(entry => entry.join(' '));
    return `json_to_recordset(?::json) AS ${alias}(${typed.join(', ')})`;
  },
};
