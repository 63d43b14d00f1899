import type {
  BasicPermission,
  Permission,
  ResourcePermission,
} from '@backstage/plugin-permission-common';
import type { Judgement } from './Judgement';
import type { RequestContext } from './RequestContext';

/** Answers what the caller may do, through the Backstage permission framework. */
export interface Authorizer {
  /** Throws a 403 problem that names the permission unless the caller holds it. For what is of no single resource. */
  require(ctx: RequestContext, permission: BasicPermission): Promise<void>;
  /**
   * With which servers or capabilities the caller may do it. Throws a 403 problem that names the permission when with
   * none. To be asked once per request and outside of any transaction.
   */
  judge(
    ctx: RequestContext,
    permission: ResourcePermission,
  ): Promise<Judgement>;
  /** The same for several at once, without refusing: one that is held for nothing allows nothing. In the same order. */
  judgements(
    ctx: RequestContext,
    permissions: readonly ResourcePermission[],
  ): Promise<Judgement[]>;
  /** Which of these the caller holds, at least for some resources; in the same order. */
  holds(
    ctx: RequestContext,
    permissions: readonly Permission[],
  ): Promise<boolean[]>;
  /** Forgets what was decided: roles or policies changed. */
  forget(): void;
}
