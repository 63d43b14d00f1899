import { parseArgs } from 'node:util';
import type { Database } from '../ports';
import type { AuditKeys } from './createMarkSigner';
import { readAnchors } from './readAnchors';
import { verifyAudit, type AuditVerdict } from './verifyAudit';

const USAGE = `sprintconnect-audit verify [--config app-config.yaml]... [--anchors backend.log] [--json]

Checks the audit chain of every organisation in the database that the configuration names, while the backend may run.

  --config   a configuration file; again for each one. Default: app-config.yaml and app-config.local.yaml
  --anchors  a log of the backend: its lines "audit-anchor {...}" must fit the chain, too
  --json     one JSON object per organisation

Ends with 0 when every chain is whole, 1 when one is not, 2 when it could not be checked.
`;

/** What the command is given by whoever starts it. */
export interface AuditCommandOptions {
  /** Words after the name of the command. */
  args: readonly string[];
  /** Opens the database of the plugin, and gives its keys. */
  open(): Promise<{ database: Database; keys(): Promise<AuditKeys> }>;
  readFile(path: string): AsyncIterable<string>;
  write(text: string): void;
}

/** Runs `sprintconnect-audit`; gives its exit code. */
export async function auditCommand(
  options: AuditCommandOptions,
): Promise<0 | 1 | 2> {
  const { args, open, readFile, write } = options;
  try {
    const { positionals, values } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        config: { type: 'string', multiple: true },
        anchors: { type: 'string' },
        json: { type: 'boolean' },
      },
    });
    if (positionals.join() !== 'verify') {
      write(USAGE);
      return 2;
    }
    const anchors = values.anchors
      ? await readAnchors(readFile(values.anchors))
      : [];
    const { database, keys } = await open();
    await requireTables(database);
    const verdicts = await verifyAudit(database, {
      keys: await keys(),
      anchors,
    });
    write(verdicts.map(values.json ? asJson : asLine).join(''));
    if (!values.json) {
      write(
        `${verdicts.length} chains, ${anchors.length} anchors: ${
          verdicts.every(({ ok }) => ok) ? 'whole' : 'NOT WHOLE'
        }\n`,
      );
    }
    return verdicts.every(({ ok }) => ok) ? 0 : 1;
  } catch (error) {
    write(
      `It could not be checked: ${error instanceof Error ? error.message : error}\n`,
    );
    return 2;
  }
}

/** An empty database has no fault in it, and is not the one that was meant. */
async function requireTables({ reader }: Database): Promise<void> {
  if (!(await reader.schema.hasTable('audit_heads'))) {
    throw new Error(
      'the database has no audit chain. Paths of SQLite files are relative to the working directory of the backend: start the command there.',
    );
  }
}

function asJson(verdict: AuditVerdict): string {
  return `${JSON.stringify(verdict)}\n`;
}

function asLine(verdict: AuditVerdict): string {
  const { ok, orgId, unsealed } = verdict;
  const tail = unsealed ? `, ${unsealed} not sealed yet` : '';
  if (ok) {
    const { checked, from, to } = verdict;
    return `ok   ${orgId}: ${checked} entries${checked ? `, ${from} to ${to}` : ''}${tail}\n`;
  }
  const { seq, id, reason } = verdict;
  const where = [
    ...(seq === undefined ? [] : [`entry ${seq}`]),
    ...(id === undefined ? [] : [`id ${id}`]),
  ].join(', ');
  return `BAD  ${orgId}: ${where}: ${reason}${tail}\n`;
}
