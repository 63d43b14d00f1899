import { pageOfServer } from '@sprintconnect/plugin-sprintconnect-common';
import { jobContext, type RepeatedTask, type Tx } from '../ports';
import type { CredentialDeps } from './CredentialDeps';
import type { CredentialRecord } from './CredentialRecord';
import { WARNED } from './CredentialStore';
import { forgetBelow, namesOf } from './keepVersion';

const DAY_MS = 24 * 3600 * 1000;
const BATCH = 100;
const TASK = 'watch-credentials';

/** What people are told next of a credential, if anything. */
export type Warning = 'due' | 'week' | 'day';

/** Warns before credentials end and when they are due, and destroys versions whose overlap is over. */
export function createCredentialWatch(
  deps: CredentialDeps & {
    /** Whom to tell of a server's own one: its owner. */
    ownerOf(record: CredentialRecord): Promise<string | undefined>;
    /** Whom to tell of shared ones. */
    managersOf(orgId: string): Promise<readonly string[]>;
  },
): RepeatedTask {
  return {
    id: TASK,
    everyMinutes: 10,
    run: async signal => {
      await endOverlaps(deps, signal);
      await warn(deps, signal);
    },
  };
}

/** Pure. A rotation begins anew, with `warned` 0. */
export function warningOf(
  { expiresAt, dueAt }: Pick<CredentialRecord, 'expiresAt' | 'dueAt'>,
  warned: number,
  now: Date,
): Warning | undefined {
  const leftMs = expiresAt ? expiresAt.getTime() - now.getTime() : Infinity;
  if (leftMs <= DAY_MS) return warned < WARNED.day ? 'day' : undefined;
  if (leftMs <= 7 * DAY_MS) return warned < WARNED.week ? 'week' : undefined;
  return dueAt && dueAt <= now && warned < WARNED.due ? 'due' : undefined;
}

async function endOverlaps(
  deps: CredentialDeps,
  signal: AbortSignal,
): Promise<void> {
  const { store, database, clock, audit } = deps;
  const over = await store.listOverlapped({ now: clock.now(), limit: BATCH });
  for (const { id, orgId } of over) {
    if (signal.aborted) return;
    const ctx = jobContext({ id, kind: TASK, orgId });
    await database.transaction(async tx => {
      const found = (await store.lockAny(tx, id))?.record;
      if (!found?.previous || found.previous.until > clock.now()) return;
      const { previous, ...before } = found;
      const record = { ...before, revision: before.revision + 1 };
      await forgetBelow(tx, { deps, record, belowVersion: record.version });
      await store.write(tx, record);
      await audit.record(tx, ctx, {
        action: 'credential-overlap-end',
        target: { type: 'credential', id },
        outcome: 'success',
        meta: { ...namesOf(record), version: previous.version },
      });
    });
  }
}

async function warn(
  deps: Parameters<typeof createCredentialWatch>[0],
  signal: AbortSignal,
): Promise<void> {
  const { store, clock, database, logger } = deps;
  const now = clock.now();
  const endsBefore = new Date(now.getTime() + 7 * DAY_MS);
  const ending = await store.listEnding({ now, endsBefore, limit: BATCH });
  for (const { record } of ending) {
    if (signal.aborted) return;
    const told = await database.transaction(tx =>
      noteWarning(tx, { deps, id: record.id, now }),
    );
    if (!told) continue;
    // Said once: who does not hear it has it in the event, and sees it on the page.
    await tell(deps, told).catch((error: unknown) =>
      logger.warn(
        `The notification about credential ${record.id} failed: ${error}`,
      ),
    );
  }
}

async function noteWarning(
  tx: Tx,
  what: { deps: CredentialDeps; id: string; now: Date },
): Promise<{ record: CredentialRecord; warning: Warning } | undefined> {
  const { deps, id, now } = what;
  const found = await deps.store.lockAny(tx, id);
  const warning = found && warningOf(found.record, found.warned, now);
  if (!found || !warning) return undefined;
  const { record } = found;
  await deps.store.write(tx, record, { warned: WARNED[warning] });
  const ctx = jobContext({ id, kind: TASK, orgId: record.orgId });
  await deps.audit.record(tx, ctx, {
    action: 'credential-warn',
    target: { type: 'credential', id },
    outcome: 'success',
    meta: { ...namesOf(record), version: record.version, warning },
  });
  await deps.outbox.add(tx, {
    type: 'credential.expiring',
    orgId: record.orgId,
    credentialId: id,
    credentialVersion: record.version,
    ...(record.serverId && { serverId: record.serverId }),
  });
  return { record, warning };
}

async function tell(
  deps: Parameters<typeof createCredentialWatch>[0],
  { record, warning }: { record: CredentialRecord; warning: Warning },
): Promise<void> {
  const { serverId, name, expiresAt } = record;
  const owner = serverId ? await deps.ownerOf(record) : undefined;
  const recipients = owner ? [owner] : await deps.managersOf(record.orgId);
  if (recipients.length === 0) return;
  const what = name ? `The credential ${name}` : 'The credential of a server';
  const isOver = expiresAt !== undefined && expiresAt <= deps.clock.now();
  const day = expiresAt?.toISOString().slice(0, 10);
  await deps.notifier.notify({
    recipients,
    title:
      warning === 'due'
        ? `${what} is due for rotation`
        : `${what} ${isOver ? 'expired' : 'expires'} on ${day}`,
    description: isOver
      ? 'Calls that need it fail until it is replaced.'
      : 'Replace it before the server stops accepting it.',
    link: serverId
      ? pageOfServer(serverId)
      : '/sprintconnect/admin/credentials',
    severity: warning === 'day' ? 'high' : 'normal',
    subject: `credential:${record.id}`,
  });
}
