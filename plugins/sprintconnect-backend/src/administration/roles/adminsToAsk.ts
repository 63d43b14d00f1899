import type { RequestContext } from '../../ports';
import {
  adminsOf,
  type ConfiguredRole,
  type RoleBindingStore,
} from '../../permissions';

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
  const told = await adminsOf(deps, ctx);
  return told.length > 0 ? told : undefined;
}
