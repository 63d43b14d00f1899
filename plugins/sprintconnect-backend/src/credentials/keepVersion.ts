import { invalid, ProblemError } from '../http';
import type { RequestContext, Tx } from '../ports';
import type { CredentialDeps } from './CredentialDeps';
import { type CredentialRecord, dueAfter, holderOf } from './CredentialRecord';
import type { PreparedCredential } from './prepareCredential';

/** A first version, or another of what is there. */
export interface NewVersion {
  prepared: PreparedCredential;
  /** Locked. Absent: it is the first. */
  before?: CredentialRecord;
  /** What a first version is given. */
  first?: Pick<
    CredentialRecord,
    'name' | 'serverId' | 'description' | 'environments'
  >;
  overlapSeconds?: number;
}

/**
 * Keeps what was prepared, with its audit entry; of versions before only the last, and that for as long as both are to be good. Throws a
 * 412 problem where somebody else rotated meanwhile, and a 400 problem for an overlap with accounts of people.
 */
export async function keepVersion(
  tx: Tx,
  ctx: RequestContext,
  { deps, change }: { deps: CredentialDeps; change: NewVersion },
): Promise<CredentialRecord> {
  const { prepared, before, first, overlapSeconds = 0 } = change;
  if ((before?.version ?? 0) + 1 !== prepared.version) throw rotatedMeanwhile();
  const { id, version, type, origins, details } = prepared;
  if (overlapSeconds > 0 && [type, before?.type].includes('oauth-user')) {
    throw invalid([
      {
        path: 'overlapSeconds',
        message:
          'must be 0, because an account of a person and another credential never stand in for each other',
      },
    ]);
  }
  const now = deps.clock.now();
  const record: CredentialRecord = {
    createdAt: now,
    createdBy: ctx.caller.ref,
    orgId: ctx.orgId,
    ...first,
    ...before,
    id,
    version,
    type,
    origins,
    details,
    previous:
      before && overlapSeconds > 0
        ? {
            version: before.version,
            type: before.type,
            until: new Date(now.getTime() + overlapSeconds * 1000),
          }
        : undefined,
    rotatedAt: now,
    expiresAt: prepared.expiresAt,
    rotateEveryDays: prepared.rotateEveryDays ?? before?.rotateEveryDays,
    revision: (before?.revision ?? 0) + 1,
  };
  record.dueAt = dueAfter(now, record.rotateEveryDays);
  await deps.vault.keep(tx, prepared.sealed);
  const isOther = before?.type === 'oauth-user' && type !== before.type;
  if (isOther) await forgetPeople(tx, { deps, record });
  const belowVersion = record.previous?.version ?? version;
  if (before) {
    await forgetBelow(tx, { deps, record, belowVersion });
    await deps.store.write(tx, record, { warned: 0 });
  } else {
    await deps.store.insert(tx, record);
  }
  await deps.audit.record(tx, ctx, {
    action: before ? 'credential-rotate' : 'credential-create',
    target: { type: 'credential', id },
    outcome: 'success',
    meta: {
      ...{ ...namesOf(record), version, type, origins, overlapSeconds },
      ...(details.issuerException && {
        issuerException: details.issuerException,
      }),
    },
  });
  return record;
}

/** Destroys the secrets of versions below one, and what was got with them. */
export async function forgetBelow(
  tx: Tx,
  what: {
    deps: Pick<CredentialDeps, 'vault' | 'tokens'>;
    record: CredentialRecord;
    /** Absent: all. */
    belowVersion?: number;
  },
): Promise<void> {
  const { deps, record, belowVersion } = what;
  const { orgId, id: credentialId } = record;
  const holder = holderOf(record);
  await deps.vault.destroy(tx, { orgId, holder, belowVersion });
  await deps.tokens?.forget(tx, { orgId, credentialId, belowVersion });
}

/** Ends the accounts that people have connected to its server. */
async function forgetPeople(
  tx: Tx,
  what: { deps: Pick<CredentialDeps, 'persons'>; record: CredentialRecord },
): Promise<void> {
  const { orgId, serverId } = what.record;
  if (serverId === undefined) return;
  await what.deps.persons?.forgetServer(tx, { orgId, serverId });
}

/** Destroys a credential with all its secrets, with its audit entry. */
export async function destroyCredential(
  tx: Tx,
  ctx: RequestContext,
  what: { deps: CredentialDeps; record: CredentialRecord },
): Promise<void> {
  const { deps, record } = what;
  await forgetBelow(tx, what);
  if (record.type === 'oauth-user') await forgetPeople(tx, what);
  await deps.store.remove(tx, record);
  await deps.audit.record(tx, ctx, {
    action: 'credential-delete',
    target: { type: 'credential', id: record.id },
    outcome: 'success',
    meta: { ...namesOf(record), version: record.version, type: record.type },
  });
}

/** What audit entries name it by. */
export function namesOf({ name, serverId }: CredentialRecord) {
  return { ...(name && { name }), ...(serverId && { serverId }) };
}

function rotatedMeanwhile(): ProblemError {
  return new ProblemError({
    kind: 'stale-revision',
    detail:
      'The credential was rotated in the meantime. Reload it and try again.',
  });
}
