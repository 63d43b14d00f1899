import type { Database } from '../ports';
import { ChainStore } from './ChainStore';
import { createMarkSigner, type AuditKeys } from './createMarkSigner';
import { verifyChain, type Anchor, type ChainVerdict } from './verifyChain';

/** The verdict on one chain, and how many of its entries have no seal yet. */
export type AuditVerdict = ChainVerdict & { unsealed: number };

/**
 * Checks every audit chain of a database, one after the other, all as of one moment, while the plugin may go on
 * writing. What was written a moment ago has no seal yet; it is counted, and cannot be checked.
 */
export async function verifyAudit(
  { reader: outside, dialect }: Pick<Database, 'reader' | 'dialect'>,
  options: { keys: AuditKeys; anchors?: readonly Anchor[] },
): Promise<AuditVerdict[]> {
  const { keys, anchors = [] } = options;
  const signer = createMarkSigner(keys);
  return outside.transaction(async reader => {
    const store = new ChainStore(reader, dialect);
    const verdicts: AuditVerdict[] = [];
    const known = await store.chains();
    for (const orgId of new Set([
      ...known,
      ...anchors.map(anchor => anchor.orgId),
    ])) {
      const verdict = await verifyChain(
        {
          orgId,
          head: await store.mark('head', orgId),
          checkpoint: await store.mark('checkpoint', orgId),
          links: store.links(orgId),
          anchors: anchors.filter(anchor => anchor.orgId === orgId),
        },
        signer,
      );
      verdicts.push({
        ...verdict,
        unsealed: await store.countUnsealed(orgId),
      });
    }
    return verdicts;
  }, dialect.snapshot);
}
