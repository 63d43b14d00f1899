import type { Knex } from 'knex';
import type { ClosedColumns, OpenedColumns } from './CallRow';

/** A statement as knex takes it. */
export interface Statement {
  sql: string;
  bindings: Knex.RawBinding[];
}

/** A record that ends. */
export interface ClosedRow {
  id: string;
  closed: ClosedColumns;
}

const OPENED = [
  'id',
  'org_id',
  'server_id',
  'server_name',
  'environment',
  'method',
  'kind',
  'capability',
  'caller_type',
  'caller_ref',
  'caller_actor',
  'entrance',
  'instance',
  'opened_at',
  'argument_bytes',
  'request_id',
  'trace_id',
  'arguments',
] as const satisfies readonly (keyof OpenedColumns)[];

/** PostgreSQL wants to know the types of values that stand in no table yet. SQLite takes these names, and keeps numbers numbers. */
const CLOSED = {
  closed_at: 'timestamptz',
  outcome: 'text',
  code: 'text',
  reason: 'text',
  upstream_ms: 'double precision',
  result_bytes: 'bigint',
  result: 'text',
} as const satisfies Record<keyof ClosedColumns, string>;
const CLOSED_COLUMNS = Object.keys(CLOSED) as (keyof ClosedColumns)[];

const insertText = builtOnce(
  `insert into calls (${OPENED.join(', ')}) values `,
  `(${OPENED.map(() => '?').join(', ')})`,
  ' on conflict (id) do nothing',
);
const updateText = builtOnce(
  `with ended (id, ${CLOSED_COLUMNS.join(', ')}) as (values `,
  `(${['?', ...Object.values(CLOSED).map(type => `cast(? as ${type})`)].join(', ')})`,
  `) update calls set ${CLOSED_COLUMNS.map(each => `${each} = ended.${each}`).join(', ')}
 from ended where calls.id = ended.id and calls.outcome is null`,
);

/** SQL of statements that each call needs, built once for each number of rows: building it took longer than running it. Pure. */
export function insertOpened(rows: readonly OpenedColumns[]): Statement {
  return {
    sql: insertText(rows.length),
    bindings: rows.flatMap(row => OPENED.map(each => row[each])),
  };
}

/** A record that is closed already stays as it is. Pure. */
export function updateClosed(rows: readonly ClosedRow[]): Statement {
  return {
    sql: updateText(rows.length),
    bindings: rows.flatMap(({ id, closed }) => [
      id,
      ...CLOSED_COLUMNS.map(each => closed[each]),
    ]),
  };
}

function builtOnce(
  head: string,
  row: string,
  tail: string,
): (rows: number) => string {
  const texts = new Map<number, string>();
  return rows => {
    const known = texts.get(rows);
    if (known !== undefined) return known;
    const text = head + Array(rows).fill(row).join(', ') + tail;
    texts.set(rows, text);
    return text;
  };
}
