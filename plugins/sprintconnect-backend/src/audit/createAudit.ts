import type {
  AuditorService,
  LoggerService,
} from '@backstage/backend-plugin-api';
import type { JsonObject } from '@backstage/types';
import {
  type AuditEntry,
  type AuditTrail,
  type Clock,
  type Database,
  DatabaseUnavailableError,
  type RefusedCaller,
  type Tx,
} from '../ports';
import { ANONYMOUS_CHAIN, appendAuditEntry, keptOf } from './AuditStore';
import { RefusalLog } from './RefusalLog';

export interface AuditOptions {
  database: Database;
  clock: Clock;
  logger: LoggerService;
  auditor?: AuditorService;
  /** Of the rules of access in force. Entries that name another policy keep theirs. */
  policyHash?: string;
  /** Told after each commit. */
  sealer?: { wake(): void };
}

export interface Audit extends AuditTrail {
  /** Writes the refusals that were only counted so far. */
  flush(): Promise<void>;
}

/** The audit trail, with a copy of each committed entry to Backstage's auditor where there is one. */
export function createAudit(options: AuditOptions): Audit {
  const { database, clock, logger, policyHash } = options;
  const append = async (tx: Tx, by: RefusedCaller, given: AuditEntry) => {
    const entry = keptOf({ policyHash, ...given });
    await appendAuditEntry(tx, { by, entry, at: clock.now() });
    tx.executionPromise.then(
      () => afterCommit(options, by, entry),
      () => {},
    );
  };
  const refusals = new RefusalLog(async (by, entry) => {
    try {
      await database.transaction(tx => append(tx, by, entry));
    } catch (error) {
      const what = `Couldn't record the refusal of request ${by.requestId}`;
      if (error instanceof DatabaseUnavailableError) {
        logger.error(`${what}: ${error.message}`);
      } else {
        logger.error(what, error as Error);
      }
    }
  });
  return {
    record: append,
    refused: (by, entry) => refusals.note(by, entry),
    flush: () => refusals.flush(),
  };
}

function afterCommit(
  { auditor, logger, sealer }: AuditOptions,
  by: RefusedCaller,
  entry: AuditEntry,
): void {
  sealer?.wake();
  if (!auditor) return;
  mirror(auditor, by, entry).catch(error =>
    logger.warn(
      `The audit entry ${entry.action} of request ${by.requestId} is recorded, but Backstage's auditor rejected it`,
      error,
    ),
  );
}

function actorOf(by: RefusedCaller): { actor?: string } {
  return 'caller' in by && by.caller.type === 'user' && by.caller.actor
    ? { actor: by.caller.actor }
    : {};
}

async function mirror(
  auditor: AuditorService,
  by: RefusedCaller,
  entry: AuditEntry,
): Promise<void> {
  const event = await auditor.createEvent({
    eventId: entry.action,
    severityLevel: 'medium',
    meta: {
      ...(entry.meta as JsonObject),
      orgId: 'caller' in by ? by.orgId : ANONYMOUS_CHAIN,
      caller: 'caller' in by ? by.caller.ref : 'anonymous',
      ...actorOf(by),
      requestId: by.requestId,
      ...(by.address !== undefined && { address: by.address }),
      targetType: entry.target.type,
      targetId: entry.target.id,
      ...(entry.policyHash !== undefined && { policyHash: entry.policyHash }),
    },
  });
  if (entry.outcome === 'success') {
    await event.success();
  } else {
    await event.fail({ error: new Error(entry.reason ?? 'refused') });
  }
}
