import { type Done, ProblemError } from '../../http';
import type { RequestContext, Tx } from '../../ports';
import { normaliseSubject } from '../../permissions';
import { type RolesDeps, tellOfRole } from './RolesDeps';

/**
 * Takes a role from somebody, unless nobody would be left who can give it back. Where there is no such binding, or
 * none any more, nothing is written, and what is absent and what is foreign come to the same.
 */
export async function unbindRole(
  deps: RolesDeps,
  ctx: RequestContext,
  request: { id: string; idempotencyKey?: string },
): Promise<Done<void>> {
  const { id, idempotencyKey: key } = request;
  if (/^config\b/.test(id)) throw standsInConfiguration();
  const route = `DELETE /v1/role-bindings/${id}`;
  const done = await deps.database.transaction(
    tx =>
      deps.idempotency.run(tx, { ctx, key, route, body: undefined }, () =>
        take(tx, ctx, { deps, id }),
      ),
    // Of a binding that is gone nothing is taken again.
    { isRepeatable: true },
  );
  deps.rolesChanged();
  return done;
}

async function take(
  tx: Tx,
  ctx: RequestContext,
  { deps, id }: { deps: RolesDeps; id: string },
): Promise<void> {
  const binding = await deps.bindings.find(tx, ctx, id);
  if (!binding) return;
  if (binding.role === 'admin') await keepAnAdmin(tx, ctx, { deps, id });
  if (!(await deps.bindings.remove(tx, ctx, id))) return;
  await tellOfRole(tx, ctx, { deps, action: 'role-unbind', binding });
}

/**
 * Two who take the last two away at once wait for each other here, so that the second sees what the first left.
 * Machines come and go with their credentials, so that they are not counted.
 */
async function keepAnAdmin(
  tx: Tx,
  ctx: RequestContext,
  { deps, id }: { deps: RolesDeps; id: string },
): Promise<void> {
  const admins = await deps.bindings.lockOfRole(tx, ctx, 'admin');
  const taken = admins.find(each => each.id === id);
  if (!taken || !isOfPeople(taken)) return;
  const isLeft =
    admins.some(each => each.id !== id && isOfPeople(each)) ||
    deps.configured.some(each => each.role === 'admin' && isOfPeople(each));
  if (!isLeft) {
    throw new ProblemError({
      kind: 'last-admin',
      detail:
        'This is the last admin of the organisation. Make another user or group admin first.',
    });
  }
}

function isOfPeople({ subject }: { subject: string }): boolean {
  const read = normaliseSubject(subject);
  return 'kind' in read && ['entity', 'everyone'].includes(read.kind);
}

function standsInConfiguration(): ProblemError {
  return new ProblemError({
    kind: 'role-configured',
    detail:
      'This role is set in app-config. Change sprintconnect.access.roles there and restart.',
  });
}
