import type { Done } from '../http';
import type { RequestContext, Tx } from '../ports';
import type { CredentialDeps } from './CredentialDeps';
import type { CredentialRecord } from './CredentialRecord';
import { noSuchCredential } from './refusals';

/** A write to one shared credential, as far as repeating it matters. */
export interface CredentialWrite {
  id: string;
  /** Method and path with its id. */
  route: string;
  body?: unknown;
  idempotencyKey?: string;
}

/** Does a write to one shared credential once, in one transaction, with the credential locked. Throws a 404 problem for one that is not there. */
export function onLockedCredential<T>(
  deps: CredentialDeps,
  ctx: RequestContext,
  {
    write: { id, route, body, idempotencyKey: key },
    work,
  }: {
    write: CredentialWrite;
    work: (tx: Tx, record: CredentialRecord) => Promise<T>;
  },
): Promise<Done<T>> {
  return deps.database.transaction(
    tx =>
      deps.idempotency.run(tx, { ctx, key, route, body }, async () => {
        const record = await deps.store.lock(tx, ctx, id);
        if (!record) throw noSuchCredential();
        return work(tx, record);
      }),
    { isRepeatable: key !== undefined },
  );
}
