import type { Dialect } from '../ports';
import { columnValues } from './columnValues';
import { contains, like, literally } from './likeClauses';

export const postgresDialect: Dialect = {
  ...columnValues,
  name: 'postgres',
  skipLocked: query => query.forUpdate().skipLocked() as typeof query,
  snapshot: { isolationLevel: 'repeatable read', readOnly: true },
  epoch: 'to_timestamp(0)',
  byBytes: column => `${column} collate "C"`,
  contains,
  matches: (column, pattern) =>
    like(column, literally(pattern).replace(/\*+/g, '%')),
  rowsOfJson: (alias, columns) => {
    const typed = Object.entries(columns).map(entry => entry.join(' '));
    return `json_to_recordset(?::json) AS ${alias}(${typed.join(', ')})`;
  },
};
