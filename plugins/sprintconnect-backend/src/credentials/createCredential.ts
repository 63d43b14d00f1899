import { v7 as uuid } from 'uuid';
import {
  type Credential,
  createCredentialSchema,
} from '@sprintconnect/plugin-sprintconnect-common';
import { type Done, invalid, parse } from '../http';
import type { RequestContext, Tx } from '../ports';
import type { CredentialDeps } from './CredentialDeps';
import { keepVersion } from './keepVersion';
import { originOf } from './kinds/originOf';
import { prepareCredential } from './prepareCredential';
import { toCredential } from './toCredential';

const ROUTE = 'POST /v1/credentials';

/** Gives a credential that servers can name. Sealed before the transaction; a repeated request keeps nothing of what it sealed. */
export async function createCredential(
  deps: CredentialDeps,
  ctx: RequestContext,
  request: { body: unknown; idempotencyKey?: string },
): Promise<Done<Credential>> {
  const { body, idempotencyKey: key } = request;
  const input = parse(createCredentialSchema, body);
  const { name, description, environments, credential: given } = input;
  requireEnvironments(deps, environments);
  const prepared = await prepareCredential(deps, ctx, {
    given,
    origins: input.origins.map(originOf),
    id: uuid(),
    version: 1,
  });
  const first = { name, description, environments };
  const work = async (tx: Tx) => {
    const change = { prepared, first };
    const record = await keepVersion(tx, ctx, { deps, change });
    await tellChange(tx, { deps, record });
    return seenByManager(deps, record, 0);
  };
  return deps.database.transaction(
    tx =>
      deps.idempotency.run(tx, { ctx, key, route: ROUTE, body }, () =>
        work(tx),
      ),
    { isRepeatable: key !== undefined },
  );
}

/** Throws a 400 problem for one that is not configured. */
export function requireEnvironments(
  deps: Pick<CredentialDeps, 'environments'>,
  environments: readonly string[] | null | undefined,
): void {
  const strange = (environments ?? []).findIndex(
    each => !deps.environments.includes(each),
  );
  if (strange < 0) return;
  throw invalid([
    {
      path: `environments[${strange}]`,
      message: `isn't configured; choose among ${deps.environments.join(', ')}`,
    },
  ]);
}

/** Announces a shared credential that was given, rotated, changed or deleted. */
export async function tellChange(
  tx: Tx,
  what: {
    deps: Pick<CredentialDeps, 'outbox'>;
    record: { id: string; orgId: string; version: number };
  },
): Promise<void> {
  const { deps, record } = what;
  await deps.outbox.add(tx, {
    type: 'credential.changed',
    orgId: record.orgId,
    credentialId: record.id,
    credentialVersion: record.version,
  });
}

/** For whoever manages shared credentials. */
export function seenByManager(
  { clock }: Pick<CredentialDeps, 'clock'>,
  record: Parameters<typeof toCredential>[0],
  uses: number,
): Credential {
  return toCredential(record, { uses, now: clock.now(), mayManage: true });
}
