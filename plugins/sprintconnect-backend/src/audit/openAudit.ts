import type { ErrorRequestHandler, Router } from 'express';
import type {
  AuditorService,
  LoggerService,
} from '@backstage/backend-plugin-api';
import type { AuditTrail, Authorizer, Clock, Database } from '../ports';
import { openInstanceSecret, type Cursors } from '../http';
import { createAudit } from './createAudit';
import { createAuditChain } from './createAuditChain';
import { createAuditRouter } from './createAuditRouter';
import { recordRefusals } from './recordRefusals';

/** The name of the key in `instance_secrets`, which the verifier reads, too. */
export const AUDIT_SECRET = 'audit';

export interface AuditSettings {
  /** 0 keeps everything. */
  retentionDays: number;
  /** Signs heads and checkpoints. Without it a secret in the database does. */
  key?: string;
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
}): Promise<AuditSlice> {
  const { database, clock, settings } = options;
  const key = settings.key
    ? Buffer.from(settings.key, 'utf8')
    : await openInstanceSecret(database, { name: AUDIT_SECRET, clock });
  const { sealer, prune } = createAuditChain({
    ...options,
    key,
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
