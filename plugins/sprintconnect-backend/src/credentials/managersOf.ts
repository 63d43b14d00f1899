import type { ConfiguredRole, RoleBindingStore } from '../permissions';
import { jobContext } from '../ports';

const TOLD_MAX = 20;

/** The users and groups that administer an organisation, at most 20: they are told of what no owner is there for. */
export async function managersOf(
  from: {
    bindings: Pick<RoleBindingStore, 'list'>;
    configured: readonly ConfiguredRole[];
  },
  orgId: string,
): Promise<string[]> {
  const ctx = jobContext({ id: 'credentials', kind: 'credentials', orgId });
  const stored = await from.bindings.list(ctx, {
    filter: { role: 'admin' },
    limit: TOLD_MAX,
  });
  const subjects = [
    ...from.configured.filter(({ role }) => role === 'admin'),
    ...stored,
  ].map(({ subject }) => subject);
  const people = subjects.filter(each => /^(user|group):/.test(each));
  return [...new Set(people)].slice(0, TOLD_MAX);
}
