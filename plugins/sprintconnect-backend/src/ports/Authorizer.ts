import type { Permission } from '@backstage/plugin-permission-common';
import type { RequestContext } from './RequestContext';

/** Answers whether the caller holds a permission, through the Backstage permission framework. */
export interface Authorizer {
  /** Throws a 403 problem that names the permission unless the caller holds it. */
  require(ctx: RequestContext, permission: Permission): Promise<void>;
  /** Which of these the caller holds, in the same order. */
  holds(ctx: RequestContext, permissions: Permission[]): Promise<boolean[]>;
}
