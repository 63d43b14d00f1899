import type {
  AuditorService,
  LoggerService,
} from '@backstage/backend-plugin-api';
import type { Clock, Database } from '../ports';
import { AuditSealer } from './AuditSealer';
import { createMarkSigner, type AuditKeys } from './createMarkSigner';
import { RetentionStore } from './RetentionStore';
import { SealStore } from './SealStore';

export interface AuditChain {
  sealer: AuditSealer;
  /** Forgets at most `limit` entries per organisation that are past their retention; gives how many. */
  prune(limit: number): Promise<number>;
}

const DAY_MS = 24 * 3600 * 1000;

/** What keeps the log provable: the sealer, and retention that leaves signed checkpoints. */
export function createAuditChain(options: {
  database: Database;
  clock: Clock;
  logger: LoggerService;
  auditor?: AuditorService;
  keys: AuditKeys;
  /** 0 keeps everything. */
  retentionDays: number;
}): AuditChain {
  const { database, clock, logger, auditor, keys, retentionDays } = options;
  const signer = createMarkSigner(keys);
  const store = new SealStore(database, signer);
  const retention = new RetentionStore({ database, signer, logger });
  return {
    sealer: new AuditSealer({ store, clock, logger, auditor }),
    async prune(limit) {
      if (retentionDays === 0) return 0;
      const now = clock.now();
      const before = new Date(now.getTime() - retentionDays * DAY_MS);
      return retention.forget({ before, now, limit });
    },
  };
}
