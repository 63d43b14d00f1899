import type { Done } from '../http';
import type { RequestContext, Tx } from '../ports';
import { tellChange } from './createCredential';
import type { CredentialDeps } from './CredentialDeps';
import { destroyCredential } from './keepVersion';
import { inUse } from './refusals';

/** Deletes a shared credential with all its secrets. Throws a 409 problem while servers use it. Repeating it changes nothing. */
export function deleteCredential(
  deps: CredentialDeps,
  ctx: RequestContext,
  request: { id: string; idempotencyKey?: string },
): Promise<Done<void>> {
  const { id, idempotencyKey: key } = request;
  const route = `DELETE /v1/credentials/${id}`;
  const work = async (tx: Tx) => {
    const record = await deps.store.lock(tx, ctx, id);
    if (!record) return;
    const uses = (await deps.users.counts(ctx, [record], tx)).get(id) ?? 0;
    if (uses > 0) throw inUse(record.name ?? id, uses);
    await destroyCredential(tx, ctx, { deps, record });
    await tellChange(tx, { deps, record });
  };
  return deps.database.transaction(
    tx =>
      deps.idempotency.run(tx, { ctx, key, route, body: undefined }, () =>
        work(tx),
      ),
    { isRepeatable: true },
  );
}
