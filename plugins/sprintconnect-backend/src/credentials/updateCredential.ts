import {
  type Credential,
  updateCredentialSchema,
} from '@sprintconnect/plugin-sprintconnect-common';
import { type Done, invalid, parse, requireRevision } from '../http';
import type { RequestContext } from '../ports';
import {
  requireEnvironments,
  seenByManager,
  tellChange,
} from './createCredential';
import type { CredentialDeps } from './CredentialDeps';
import { type CredentialRecord, dueAfter } from './CredentialRecord';
import { namesOf } from './keepVersion';
import { onLockedCredential } from './onLockedCredential';

/** Changes what is said of a shared credential (JSON merge patch, RFC 7396), and nothing of its secrets or of where they go. */
export async function updateCredential(
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
  const input = parse(updateCredentialSchema, body);
  requireEnvironments(deps, input.environments);
  const expiresAt = input.expiresAt ? new Date(input.expiresAt) : undefined;
  if (expiresAt && expiresAt <= deps.clock.now()) {
    throw invalid([{ path: 'expiresAt', message: 'is in the past' }]);
  }
  return onLockedCredential(deps, ctx, {
    write: { ...request, route: `PATCH /v1/credentials/${id}` },
    work: async (tx, before) => {
      requireRevision(revision, before.revision);
      const after: CredentialRecord = {
        ...before,
        ...('description' in input && {
          description: input.description ?? undefined,
        }),
        ...('environments' in input && {
          environments: input.environments ?? undefined,
        }),
        ...('expiresAt' in input && { expiresAt }),
        ...('rotateEveryDays' in input && {
          rotateEveryDays: input.rotateEveryDays ?? undefined,
        }),
        revision: before.revision + 1,
      };
      after.dueAt = dueAfter(after.rotatedAt, after.rotateEveryDays);
      const isLater = 'expiresAt' in input || 'rotateEveryDays' in input;
      await deps.store.write(tx, after, isLater ? { warned: 0 } : {});
      await deps.audit.record(tx, ctx, {
        action: 'credential-update',
        target: { type: 'credential', id },
        outcome: 'success',
        meta: { ...namesOf(after), fields: Object.keys(input) },
      });
      await tellChange(tx, { deps, record: after });
      const uses = await deps.users.counts(ctx, [after], tx);
      return seenByManager(deps, after, uses.get(id) ?? 0);
    },
  });
}
