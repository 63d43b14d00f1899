import type {
  AuditExportFormat,
  AuditRecord,
} from '@sprintconnect/plugin-sprintconnect-common';

/** How a format is written. */
export interface ExportFormat {
  contentType: string;
  /** Before the first entry. */
  head: string;
  line(record: AuditRecord): string;
}

const COLUMNS: readonly [string, (record: AuditRecord) => unknown][] = [
  ['at', ({ at }) => at],
  ['seq', ({ seq }) => seq],
  ['callerType', ({ caller }) => caller.type],
  ['callerRef', ({ caller }) => caller.ref],
  ['action', ({ action }) => action],
  ['targetType', ({ target }) => target.type],
  ['targetId', ({ target }) => target.id],
  ['outcome', ({ outcome }) => outcome],
  ['reason', ({ reason }) => reason],
  ['requestId', ({ requestId }) => requestId],
  ['traceId', ({ traceId }) => traceId],
  ['address', ({ address }) => address],
  ['policyHash', ({ policyHash }) => policyHash],
  ['meta', ({ meta }) => meta && JSON.stringify(meta)],
  ['id', ({ id }) => id],
  ['hash', ({ hash }) => hash],
  // Last, so that those before stay where readers of earlier exports look for them.
  ['callerActor', ({ caller }) => caller.actor],
];

/** Ends each line as RFC 4180, section 2, says. */
const lineOf = (cells: unknown[]) => `${cells.map(cellOf).join(',')}\r\n`;

/**
 * A spreadsheet takes a cell that begins with one of these for a formula, and runs it; a quote before it makes it text
 * (OWASP, "CSV Injection").
 */
const FORMULA = /^[=+\-@\t\r\n\uFF1D\uFF0B\uFF0D\uFF20]/;

function cellOf(value: unknown): string {
  if (value === undefined) return '';
  const text = String(value);
  const safe =
    FORMULA.test(text.trimStart()) || FORMULA.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** JSON lines, whole; and CSV for spreadsheets, harmless. */
export const exportFormats: Record<AuditExportFormat, ExportFormat> = {
  ndjson: {
    contentType: 'application/x-ndjson',
    head: '',
    line: record => `${JSON.stringify(record)}\n`,
  },
  csv: {
    contentType: 'text/csv; charset=utf-8',
    head: lineOf(COLUMNS.map(([name]) => name)),
    line: record => lineOf(COLUMNS.map(([, read]) => read(record))),
  },
};
