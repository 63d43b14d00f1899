import type { RequestContext } from '../../ports';
import { type KeysDeps, noSuchKey } from './KeysDeps';

/** Ends a key at once, on every instance. Ending it again changes nothing. */
export async function revokeApiKey(
  deps: KeysDeps,
  ctx: RequestContext,
  id: string,
): Promise<void> {
  await deps.database.transaction(async tx => {
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
  });
}
