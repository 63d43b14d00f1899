import type { Database, Tx } from '../ports';
import type { AuditRow } from './AuditRow';
import { toChainLink } from './ChainLink';
import type { Mark, MarkSigner, SignedMark } from './createMarkSigner';
import { hashLink } from './hashLink';
import { toSignedMark } from './toSignedMark';

/** What became of one round over one organisation. */
export type Sealing =
  | { state: 'sealed'; count: number; head: Mark }
  /** Another instance seals it now. */
  | { state: 'busy' }
  /** The chain is not as we left it, so that to go on would cover that up. */
  | { state: 'broken'; reason: string };

/**
 * Numbers and hashes entries after they committed, under the row lock of the head of their chain. A number drawn at the
 * insert would have gaps where transactions roll back, and a chain written there would make every write of an
 * organisation wait for the commit of the one before.
 */
export class SealStore {
  readonly #database: Database;
  readonly #signer: MarkSigner;

  constructor(database: Database, signer: MarkSigner) {
    this.#database = database;
    this.#signer = signer;
  }

  /** Chains that have entries without a seal. */
  async unsealed(): Promise<string[]> {
    const rows = await this.#database
      .reader('audit_entries')
      .whereNull('seq')
      .distinct('org_id');
    return rows.map(row => row.org_id);
  }

  /** Seals up to `limit` entries of one chain, in the order in which they were written. */
  async seal(
    orgId: string,
    { now, limit }: { now: Date; limit: number },
  ): Promise<Sealing> {
    return this.#database.transaction(async tx => {
      const head = await this.#lockHead(tx, { orgId, now });
      if (!head) return { state: 'busy' };
      const reason = await this.#faultOf(tx, head);
      if (reason) return { state: 'broken', reason };
      const rows: AuditRow[] = await tx('audit_entries')
        .where({ org_id: orgId })
        .whereNull('seq')
        .orderBy('position')
        .limit(limit);
      const seals = this.#chain(rows, head);
      const last = seals.at(-1);
      if (!last) return { state: 'sealed', count: 0, head };
      await this.#writeSeals(tx, seals);
      const next: Mark = {
        ...head,
        seq: last.seq,
        hash: last.hash,
        at: now,
      };
      await this.#writeHead(tx, next);
      return { state: 'sealed', count: seals.length, head: next };
    });
  }

  /** Undefined while another instance holds it. A chain without one begins. */
  async #lockHead(
    tx: Tx,
    { orgId, now }: { orgId: string; now: Date },
  ): Promise<SignedMark | undefined> {
    const { dialect } = this.#database;
    const find = () =>
      dialect.skipLocked(tx('audit_heads').where({ org_id: orgId }).first());
    let row = await find();
    if (!row) {
      const first: Mark = { kind: 'head', orgId, seq: 0, hash: null, at: now };
      await tx('audit_heads')
        .insert({
          org_id: orgId,
          seq: 0,
          at: now,
          mac: this.#signer.sign(first),
        })
        .onConflict('org_id')
        .ignore();
      row = await find();
    }
    return row && toSignedMark('head', row, dialect);
  }

  async #faultOf(tx: Tx, head: SignedMark): Promise<string | undefined> {
    const fault = this.#signer.faultOf(head);
    if (fault) return fault;
    const { orgId, seq, hash } = head;
    const last = await tx('audit_entries')
      .where({ org_id: orgId })
      .whereNotNull('seq')
      .orderBy('seq', 'desc')
      .first('seq', 'hash');
    if (last) {
      return Number(last.seq) === seq && last.hash === hash
        ? undefined
        : `The last entry is ${last.seq}, and the signed head says ${seq}.`;
    }
    const checkpoint = await tx('audit_checkpoints')
      .where({ org_id: orgId, seq })
      .first('hash');
    return seq === 0 || checkpoint?.hash === hash
      ? undefined
      : `The signed head says ${seq}, and that entry is gone.`;
  }

  #chain(rows: AuditRow[], head: Mark) {
    let previous: string | null = head.hash;
    return rows.map((row, index) => {
      const seq = head.seq + index + 1;
      const { said } = toChainLink(row, this.#database.dialect);
      const hash = hashLink({ said, seq, previous });
      previous = hash;
      return { position: Number(row.position), seq, hash };
    });
  }

  /** One statement for all, with one bound value. */
  async #writeSeals(tx: Tx, seals: object[]): Promise<void> {
    const rows = this.#database.dialect.rowsOfJson('seal', {
      position: 'bigint',
      seq: 'bigint',
      hash: 'text',
    });
    await tx.raw(
      `UPDATE audit_entries SET seq = seal.seq, hash = seal.hash
         FROM ${rows} WHERE audit_entries.position = seal.position`,
      [JSON.stringify(seals)],
    );
  }

  async #writeHead(tx: Tx, head: Mark): Promise<void> {
    await tx('audit_heads')
      .where({ org_id: head.orgId })
      .update({
        seq: head.seq,
        hash: head.hash,
        at: head.at,
        mac: this.#signer.sign(head),
      });
  }
}
