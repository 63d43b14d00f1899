import type { Credential } from '@sprintconnect/plugin-sprintconnect-common';
import type { CredentialRecord } from './CredentialRecord';
import { PRIVATE_DETAILS } from './kinds/SealedContent';

/** A credential as one caller sees it. Pure. */
export function toCredential(
  record: CredentialRecord,
  seen: { uses: number; now: Date; mayManage: boolean },
): Credential {
  const { details, previous } = record;
  const hidden: readonly string[] = seen.mayManage ? [] : PRIVATE_DETAILS;
  const isOverlapping = previous !== undefined && previous.until > seen.now;
  return present({
    id: record.id,
    name: record.name,
    shared: record.name !== undefined,
    serverId: record.serverId,
    description: record.description,
    type: record.type,
    version: record.version,
    previous: isOverlapping
      ? { ...previous, until: previous.until.toISOString() }
      : undefined,
    origins: [...record.origins],
    environments: record.environments && [...record.environments],
    ...Object.fromEntries(
      Object.entries(details).filter(([name]) => !hidden.includes(name)),
    ),
    createdAt: record.createdAt.toISOString(),
    createdBy: seen.mayManage ? record.createdBy : undefined,
    rotatedAt: record.rotatedAt.toISOString(),
    expiresAt: record.expiresAt?.toISOString(),
    rotateEveryDays: record.rotateEveryDays,
    dueAt: record.dueAt?.toISOString(),
    uses: seen.uses,
    revision: record.revision,
  });
}

function present(credential: Credential): Credential {
  return Object.fromEntries(
    Object.entries(credential).filter(([, value]) => value !== undefined),
  ) as Credential;
}
