import type { LoggerService } from '@backstage/backend-plugin-api';
import type { Database, Tx } from '../ports';
import type { AuditRow } from './AuditRow';
import { toChainLink } from './ChainLink';
import type { Mark, MarkSigner, SignedMark } from './createMarkSigner';
import { hashLink } from './hashLink';
import { toSignedMark } from './toSignedMark';

/**
 * Forgets old entries from the beginning of each chain. A signed checkpoint tells where the rest begins; the database
 * lets nothing be deleted that is not below one.
 */
export class RetentionStore {
  readonly #database: Database;
  readonly #signer: MarkSigner;
  readonly #logger: Pick<LoggerService, 'error'>;

  constructor(options: {
    database: Database;
    signer: MarkSigner;
    logger: Pick<LoggerService, 'error'>;
  }) {
    this.#database = options.database;
    this.#signer = options.signer;
    this.#logger = options.logger;
  }

  /** Forgets up to `limit` entries of each chain; gives how many it forgot. */
  async forget(options: {
    before: Date;
    now: Date;
    limit: number;
  }): Promise<number> {
    const chains = await this.#database.reader('audit_heads').select('org_id');
    let forgotten = 0;
    for (const { org_id: orgId } of chains) {
      forgotten += await this.#forgetOf(orgId, options);
    }
    return forgotten;
  }

  async #forgetOf(
    orgId: string,
    { before, now, limit }: { before: Date; now: Date; limit: number },
  ): Promise<number> {
    const { dialect } = this.#database;
    return this.#database.transaction(async tx => {
      // The head's lock keeps two instances from forgetting the same, and nothing else needs it for long.
      const head = await dialect.skipLocked(
        tx('audit_heads').where({ org_id: orgId }).first(),
      );
      if (!head) return 0;
      const rows: AuditRow[] = await tx('audit_entries')
        .where({ org_id: orgId })
        .whereNotNull('seq')
        .orderBy('seq')
        .limit(limit);
      // What holds no time is not young: it does not fit either, so that it stays with all that comes after it.
      const young = rows.findIndex(
        row => new Date(toChainLink(row, dialect).said.at) >= before,
      );
      const old = young === -1 ? rows : rows.slice(0, young);
      if (old.length === 0) return 0;
      const last = await this.#lastSound(tx, { orgId, rows: old });
      if (!last) return 0;
      const mark: Mark = { kind: 'checkpoint', orgId, ...last, at: now };
      await tx('audit_checkpoints').insert({
        org_id: orgId,
        seq: mark.seq,
        hash: mark.hash,
        at: now,
        mac: this.#signer.sign(mark),
      });
      await tx('audit_entries')
        .where({ org_id: orgId })
        .andWhere('seq', '<=', mark.seq)
        .delete();
      await tx('audit_checkpoints')
        .where({ org_id: orgId })
        .andWhere('seq', '<', mark.seq)
        .delete();
      return old.length;
    });
  }

  /** Where the old entries end, or undefined when they do not fit together: what was tampered with is evidence. */
  async #lastSound(
    tx: Tx,
    { orgId, rows }: { orgId: string; rows: AuditRow[] },
  ): Promise<{ seq: number; hash: string | null } | undefined> {
    const checkpoint = await this.#checkpointOf(tx, orgId);
    let fault = checkpoint && this.#signer.faultOf(checkpoint);
    let last = { seq: checkpoint?.seq ?? 0, hash: checkpoint?.hash ?? null };
    for (const row of rows) {
      const link = toChainLink(row, this.#database.dialect);
      const seq = last.seq + 1;
      const hash = hashLink({ said: link.said, seq, previous: last.hash });
      if (link.seq !== seq || link.hash !== hash) {
        fault ??= `entry ${link.seq} does not fit the one before it.`;
      }
      last = { seq, hash };
    }
    if (!fault) return last;
    this.#logger.error(
      `Old audit entries of organisation ${JSON.stringify(orgId)} are kept, because their chain was tampered with: ${fault} Run "sprintconnect-audit verify".`,
    );
    return undefined;
  }

  async #checkpointOf(tx: Tx, orgId: string): Promise<SignedMark | undefined> {
    const row = await tx('audit_checkpoints')
      .where({ org_id: orgId })
      .orderBy('seq', 'desc')
      .first();
    return row && toSignedMark('checkpoint', row, this.#database.dialect);
  }
}
