import {
  type Page,
  type RoleBinding,
  type RoleBindingQuery,
  roleBindingSchema,
} from '@sprintconnect/plugin-sprintconnect-common';
import { pickFields } from '../../http';
import type { RequestContext } from '../../ports';
import type { ConfiguredRole } from '../../permissions';
import { type RolesDeps, toRoleBinding } from './RolesDeps';

const FIELDS = Object.keys(roleBindingSchema.shape);

/** One page of who has which role: those of the configuration first, then by subject and role. */
export async function listRoleBindings(
  deps: Pick<RolesDeps, 'bindings' | 'configured' | 'cursors'>,
  ctx: RequestContext,
  query: RoleBindingQuery,
): Promise<Page<Partial<RoleBinding>>> {
  const { limit, fields, role } = query;
  pickFields([], fields, FIELDS);
  const bound = { ...query, of: 'role-bindings' };
  const filter = { role, q: query.q?.toLocaleLowerCase('en-US') };
  const configured = deps.configured.filter(each => fits(each, filter));

  // A place is how many of the configuration were shown, or the last one of the others.
  const position = deps.cursors.verify(ctx, bound) ?? [0];
  const [first, second] = position;
  const isAfterStored = second !== undefined;
  const skipped = isAfterStored ? configured.length : Number(first);
  const ofConfig = configured.slice(skipped, skipped + limit + 1);
  const room = limit + 1 - ofConfig.length;
  const stored =
    room === 0
      ? []
      : await deps.bindings.list(ctx, {
          filter,
          after: isAfterStored
            ? { subject: String(first), role: String(second) }
            : undefined,
          limit: room,
        });
  const found: RoleBinding[] = [
    ...ofConfig.map(each => ({ ...each, source: 'config' as const })),
    ...stored.map(toRoleBinding),
  ];
  const shown = found.slice(0, limit);
  const last = shown.at(-1);
  const isMore = last && found.length > limit;
  const place = () =>
    last?.source === 'portal'
      ? [last.subject, last.role]
      : [skipped + shown.length];
  return {
    items: pickFields(shown, fields, FIELDS),
    ...(isMore && { nextCursor: deps.cursors.sign(ctx, bound, place()) }),
    ...(query.count && {
      totalItems: configured.length + (await deps.bindings.count(ctx, filter)),
    }),
  };
}

function fits(
  binding: ConfiguredRole,
  { role, q }: { role?: string; q?: string },
): boolean {
  return (
    (role === undefined || binding.role === role) &&
    (!q || binding.subject.toLocaleLowerCase('en-US').includes(q))
  );
}
