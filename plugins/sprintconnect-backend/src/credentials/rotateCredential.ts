import {
  type Credential,
  rotateCredentialSchema,
} from '@sprintconnect/plugin-sprintconnect-common';
import { type Done, parse, requireRevision } from '../http';
import type { RequestContext } from '../ports';
import { seenByManager, tellChange } from './createCredential';
import type { CredentialDeps } from './CredentialDeps';
import { forgetBelow, keepVersion, namesOf } from './keepVersion';
import { originOf } from './kinds/originOf';
import { onLockedCredential } from './onLockedCredential';
import { prepareCredential } from './prepareCredential';
import { noSuchCredential } from './refusals';

/** Gives a shared credential another version. */
export async function rotateCredential(
  deps: CredentialDeps,
  ctx: RequestContext,
  request: {
    id: string;
    revision: number;
    body: unknown;
    idempotencyKey?: string;
  },
): Promise<Done<Credential>> {
  const { id, revision, body } = request;
  const input = parse(rotateCredentialSchema, body);
  const known = await deps.store.find(ctx, id);
  if (!known) throw noSuchCredential();
  const prepared = await prepareCredential(deps, ctx, {
    given: input.credential,
    origins: input.origins?.map(originOf) ?? known.origins,
    id,
    version: known.version + 1,
  });
  return onLockedCredential(deps, ctx, {
    write: { ...request, route: `POST /v1/credentials/${id}/versions` },
    work: async (tx, before) => {
      requireRevision(revision, before.revision);
      const { overlapSeconds } = input;
      const change = { prepared, before, overlapSeconds };
      const record = await keepVersion(tx, ctx, { deps, change });
      await tellChange(tx, { deps, record });
      const uses = await deps.users.counts(ctx, [record], tx);
      return seenByManager(deps, record, uses.get(id) ?? 0);
    },
  });
}

/** Ends the time in which the version before is good, at once. Repeating it changes nothing. */
export async function endOverlap(
  deps: CredentialDeps,
  ctx: RequestContext,
  request: { id: string; idempotencyKey?: string },
): Promise<Done<void>> {
  const { id } = request;
  return onLockedCredential(deps, ctx, {
    write: {
      ...request,
      route: `DELETE /v1/credentials/${id}/versions/previous`,
    },
    work: async (tx, { previous, ...before }) => {
      if (!previous) return;
      const record = { ...before, revision: before.revision + 1 };
      const belowVersion = record.version;
      await forgetBelow(tx, { deps, record, belowVersion });
      await deps.store.write(tx, record);
      await deps.audit.record(tx, ctx, {
        action: 'credential-overlap-end',
        target: { type: 'credential', id },
        outcome: 'success',
        meta: { ...namesOf(record), version: previous.version },
      });
      await tellChange(tx, { deps, record });
    },
  });
}
