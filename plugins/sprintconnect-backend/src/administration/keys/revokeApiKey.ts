import type { RequestContext, Tx } from '../../ports';
import { type KeysDeps, noSuchKey } from './KeysDeps';

/** Ends a key at once, on every instance. Ending it again changes nothing. */
export async function revokeApiKey(
  deps: KeysDeps,
  ctx: RequestContext,
  id: string,
): Promise<void> {
  const revoke = async (tx: Tx) => {
    const key = await deps.keys.lock(tx, ctx, id);
    if (!key) throw noSuchKey();
    if (key.revokedAt) return;
    await deps.keys.revoke(tx, ctx, { id, at: deps.clock.now() });
    await deps.audit.record(tx, ctx, {
      action: 'api-key-revoke',
      target: { type: 'api-key', id },
      outcome: 'success',
      meta: { name: key.name, prefix: key.secrets[0].prefix },
    });
    await deps.outbox.add(tx, {
      type: 'access.key.revoked',
      orgId: ctx.orgId,
      apiKeyId: id,
    });
  };
  await deps.database.transaction(revoke, { isRepeatable: true });
}
