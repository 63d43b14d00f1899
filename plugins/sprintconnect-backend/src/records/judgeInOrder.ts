import type { ResourcePermission } from '@backstage/plugin-permission-common';
import type { Authorizer, Judgement, RequestContext } from '../ports';

/**
 * Asks for several permissions at once. Throws the 403 problem of the first of them that is lacking, in this order and
 * not in that of the answers: who lacks two is always told the same.
 */
export async function judgeInOrder<T extends readonly ResourcePermission[]>(
  authorizer: Authorizer,
  ctx: RequestContext,
  permissions: T,
): Promise<{ [K in keyof T]: Judgement }> {
  const asked = permissions.map(each => authorizer.judge(ctx, each));
  await Promise.allSettled(asked);
  return Promise.all(asked) as Promise<{ [K in keyof T]: Judgement }>;
}
