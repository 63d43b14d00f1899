import type { Router } from 'express';
import {
  availablePermissions,
  type Me,
} from '@sprintconnect/plugin-sprintconnect-common';
import type { Authorizer } from '../ports';
import { contextOf, createRouter } from '../http';
import type { Permissions } from '../permissions';
import type { Roles } from './roles/createRoles';

/** `GET /v1/me`: who the caller is, what they may do, and the choices that a form offers them. */
export function createMeRouter(options: {
  authorizer: Authorizer;
  boundTo: Permissions['boundTo'];
  roles: Pick<Roles, 'adminsToAsk'>;
  environments: readonly string[];
  stdioEntries: readonly string[];
  timeoutsMax: Me['timeoutsMax'];
  callsMax: Me['callsMax'];
}): Router {
  const router = createRouter();
  router.get('/v1/me', async (req, res) => {
    const ctx = contextOf(req);
    const bound = await options.boundTo(ctx);
    const held = await options.authorizer.holds(ctx, availablePermissions);
    // Whoever holds everything that there is has nothing to ask for.
    const admins = held.every(Boolean)
      ? undefined
      : await options.roles.adminsToAsk(ctx);
    const me: Me = {
      caller: ctx.caller,
      orgId: ctx.orgId,
      roles: [...new Set([...ctx.roles, ...bound])],
      permissions: availablePermissions
        .filter((_permission, index) => held[index])
        .map(permission => permission.name),
      ...(admins && { admins }),
      environments: [...options.environments],
      stdioEntries: [...options.stdioEntries],
      timeoutsMax: options.timeoutsMax,
      callsMax: options.callsMax,
    };
    res.json(me);
  });
  return router;
}
