import type { Router } from 'express';
import type { RequestContext } from '../../ports';
import { adminsToAsk } from './adminsToAsk';
import { createRolesRouter } from './createRolesRouter';
import type { RolesDeps } from './RolesDeps';

export interface Roles {
  /** Whom a user can ask for more, by entity reference; undefined where it is nobody or not for the caller to know. */
  adminsToAsk(ctx: RequestContext): Promise<string[] | undefined>;
  /** How many there are in the organisation, those of the configuration among them. */
  countBindings(ctx: RequestContext): Promise<number>;
  /** `/v1/role-bindings` and `GET /v1/me/roles`. */
  router: Router;
}

/** Who has which role. */
export function createRoles(deps: RolesDeps): Roles {
  const { bindings, configured } = deps;
  return {
    adminsToAsk: ctx => adminsToAsk(deps, ctx),
    countBindings: async ctx => configured.length + (await bindings.count(ctx)),
    router: createRolesRouter(deps),
  };
}
