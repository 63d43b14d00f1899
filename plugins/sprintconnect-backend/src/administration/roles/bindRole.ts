import { v7 as uuid } from 'uuid';
import {
  bindRoleSchema,
  type RoleBinding,
} from '@sprintconnect/plugin-sprintconnect-common';
import { type Done, invalid, parse } from '../../http';
import type { RequestContext, Tx } from '../../ports';
import { refuseEscalation } from '../keys/refuseEscalation';
import { normaliseSubject, type RoleBindingRecord } from '../../permissions';
import { type RolesDeps, tellOfRole, toRoleBinding } from './RolesDeps';

/**
 * Gives somebody a role. Gives the binding; one that is there already is given again, and nothing is
 * written. Nobody gives away more than they hold.
 */
export async function bindRole(
  deps: RolesDeps,
  ctx: RequestContext,
  request: { body: unknown; idempotencyKey?: string },
): Promise<Done<RoleBinding>> {
  const { body, idempotencyKey: key } = request;
  const { role, ...input } = parse(bindRoleSchema, body);
  const subject = await readSubject(deps, ctx, input.subject);
  await refuseEscalation(deps.authorizer, ctx, {
    by: 'role',
    roles: [role],
    scopes: [],
  });
  const done = await deps.database.transaction(
    tx =>
      deps.idempotency.run(
        tx,
        { ctx, key, route: 'POST /v1/role-bindings', body },
        async () => {
          const binding = await give(tx, ctx, {
            deps,
            wanted: {
              id: uuid(),
              subject,
              role,
              createdBy: ctx.caller.ref,
              createdAt: deps.clock.now(),
            },
          });
          return toRoleBinding(binding);
        },
      ),
    // A binding that is there already is given again.
    { isRepeatable: true },
  );
  deps.rolesChanged();
  return done;
}

async function give(
  tx: Tx,
  ctx: RequestContext,
  { deps, wanted }: { deps: RolesDeps; wanted: RoleBindingRecord },
): Promise<RoleBindingRecord> {
  const binding = await deps.bindings.insert(tx, ctx, wanted);
  if (binding.id !== wanted.id) return binding;
  await tellOfRole(tx, ctx, { deps, action: 'role-bind', binding });
  return binding;
}

/** The subject as it is stored; a 400 problem for one that cannot be anybody. */
async function readSubject(
  { issuers, keys }: RolesDeps,
  ctx: RequestContext,
  text: string,
): Promise<string> {
  const refuse = (message: string) => invalid([{ path: 'subject', message }]);
  const read = normaliseSubject(text);
  if ('fault' in read) throw refuse(read.fault);
  const { kind, subject } = read;
  if (kind === 'agent' && !issuers.includes(subject.split('#', 1)[0])) {
    throw refuse(
      "uses an issuer that isn't configured under sprintconnect.access.issuers",
    );
  }
  if (kind === 'api-key') {
    const key = await keys.find(ctx, subject.slice('api-key:'.length));
    if (!key) throw refuse("isn't an API key of this organisation");
  }
  return subject;
}
