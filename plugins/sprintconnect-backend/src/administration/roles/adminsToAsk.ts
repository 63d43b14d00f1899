import type { RequestContext } from '../../ports';
import type { ConfiguredRole, RoleBindingStore } from '../../permissions';

const TOLD_MAX = 20;

/**
 * The users and groups whom a user can ask for more: those with the role admin, at most 20. Undefined where there are
 * none, and for machines, which ask nobody.
 */
export async function adminsToAsk(
  deps: {
    bindings: Pick<RoleBindingStore, 'list'>;
    configured: readonly ConfiguredRole[];
  },
  ctx: RequestContext,
): Promise<string[] | undefined> {
  if (ctx.caller.type !== 'user') return undefined;
  const stored = await deps.bindings.list(ctx, {
    filter: { role: 'admin' },
    limit: TOLD_MAX,
  });
  const admins = [
    ...deps.configured.filter(({ role }) => role === 'admin'),
    ...stored,
  ]
    .map(({ subject }) => subject)
    .filter(subject => /^(user|group):/.test(subject));
  const told = [...new Set(admins)].slice(0, TOLD_MAX);
  return told.length > 0 ? told : undefined;
}
