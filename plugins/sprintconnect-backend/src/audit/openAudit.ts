import type { ErrorRequestHandler, Router } from 'express';
import type {
  AuditorService,
  LoggerService,
} from '@backstage/backend-plugin-api';
import type {
  AuditTrail,
  Authorizer,
  Clock,
  Database,
  SliceWith,
} from '../ports';
import type { Cursors } from '../http';
import { createAudit } from './createAudit';
import { createAuditChain } from './createAuditChain';
import { createAuditRouter } from './createAuditRouter';
import type { AuditSettings } from './AuditSettings';
import { openAuditKeys } from './openAuditKeys';
import { recordRefusals } from './recordRefusals';

export interface AuditSlice extends SliceWith<'start' | 'stop'> {
  audit: AuditTrail;
  /** Right before the problem handler. */
  recordRefusals: ErrorRequestHandler;
  router(options: { authorizer: Authorizer; cursors: Cursors }): Router;
}

/** The whole slice over the plugin's database. */
export async function openAudit(options: {
  database: Database;
  clock: Clock;
  logger: LoggerService;
  auditor?: AuditorService;
  settings: AuditSettings;
  policyHash: string;
}): Promise<AuditSlice> {
  const { database, clock, settings } = options;
  const keys = await openAuditKeys(database, settings, clock);
  const { sealer, prune } = createAuditChain({
    ...options,
    keys,
    retentionDays: settings.retentionDays,
  });
  const audit = createAudit({ ...options, sealer });
  return {
    audit,
    // Forgets entries that are past their retention, so many of each organisation.
    prunes: [prune],
    recordRefusals: recordRefusals(audit),
    router: ({ authorizer, cursors }) =>
      createAuditRouter({ database, audit, authorizer, cursors }),
    start: () => sealer.start(),
    async stop() {
      await audit.flush();
      await sealer.stop();
    },
  };
}
