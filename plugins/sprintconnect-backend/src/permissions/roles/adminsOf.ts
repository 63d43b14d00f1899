import type { RequestContext } from '../../ports';
import type { ConfiguredRole } from './configuredRoles';
import type { RoleBindingStore } from './RoleBindingStore';

const MAX = 20;

/** The users and groups with the role admin in an organisation, at most 20: the configured ones first. */
export async function adminsOf(
  from: {
    bindings: Pick<RoleBindingStore, 'list'>;
    configured: readonly ConfiguredRole[];
  },
  ctx: RequestContext,
): Promise<string[]> {
  const stored = await from.bindings.list(ctx, {
    filter: { role: 'admin' },
    limit: MAX,
  });
  const admins = [
    ...from.configured.filter(({ role }) => role === 'admin'),
    ...stored,
  ]
    .map(({ subject }) => subject)
    .filter(subject => /^(user|group):/.test(subject));
  return [...new Set(admins)].slice(0, MAX);
}
