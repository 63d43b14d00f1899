import type {
  AuditorService,
  LoggerService,
} from '@backstage/backend-plugin-api';
import type { JsonObject } from '@backstage/types';
import type {
  AuditEntry,
  AuditTrail,
  Clock,
  Database,
  RequestContext,
} from '../ports';
import { appendAuditEntry } from './AuditStore';

/** The audit trail, with a copy of each committed entry to Backstage's auditor where there is one. */
export function createAudit(options: {
  database: Database;
  clock: Clock;
  logger: LoggerService;
  auditor?: AuditorService;
}): AuditTrail {
  const { database, clock, logger, auditor } = options;
  return {
    async record(tx, ctx, entry) {
      const record = { ctx, entry, at: clock.now() };
      await appendAuditEntry(tx, record, database.dialect);
      if (auditor) {
        tx.executionPromise
          .then(
            () => mirror(auditor, ctx, entry),
            () => {},
          )
          .catch(error =>
            logger.warn(
              `The audit entry ${entry.action} of request ${ctx.requestId} is recorded, but Backstage's auditor did not take it`,
              error,
            ),
          );
      }
    },
  };
}

async function mirror(
  auditor: AuditorService,
  ctx: RequestContext,
  entry: AuditEntry,
): Promise<void> {
  const event = await auditor.createEvent({
    eventId: entry.action,
    severityLevel: 'medium',
    meta: {
      ...(entry.meta as JsonObject),
      orgId: ctx.orgId,
      caller: ctx.caller.ref,
      requestId: ctx.requestId,
      targetType: entry.target.type,
      targetId: entry.target.id,
    },
  });
  if (entry.outcome === 'success') {
    await event.success();
  } else {
    await event.fail({ error: new Error(entry.reason ?? 'refused') });
  }
}
