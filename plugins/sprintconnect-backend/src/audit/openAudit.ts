import type { ErrorRequestHandler, Router } from 'express';
import type {
  AuditorService,
  LoggerService,
} from '@backstage/backend-plugin-api';
import type { AuditTrail, Authorizer, Clock, Database } from '../ports';
import type { Cursors } from '../http';
import { createAudit } from './createAudit';
import { createAuditChain } from './createAuditChain';
import { createAuditRouter } from './createAuditRouter';
import { openAuditKeys, type AuditKeySettings } from './openAuditKeys';
import { recordRefusals } from './recordRefusals';

export interface AuditSettings extends AuditKeySettings {
  /** 0 keeps everything. */
  retentionDays: number;
}

export interface AuditSlice {
  audit: AuditTrail;
  start(): void;
  stop(): Promise<void>;
  /** Forgets at most `limit` entries per organisation that are past their retention; gives how many. */
  prune(limit: number): Promise<number>;
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
    prune,
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
