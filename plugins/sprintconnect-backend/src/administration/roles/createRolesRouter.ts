import type { Request, Router } from 'express';
import {
  type MyRoles,
  accessManagePermission,
  accessRoleSchema,
  roleBindingQuerySchema,
} from '@sprintconnect/plugin-sprintconnect-common';
import {
  contextOf,
  createRouter,
  idempotencyKeyOf,
  parse,
  queryOf,
  sendAnswer,
} from '../../http';
import { bindRole } from './bindRole';
import { listRoleBindings } from './listRoleBindings';
import type { RolesDeps } from './RolesDeps';
import { unbindRole } from './unbindRole';

/** The routes of role bindings, for those who manage access; and everybody's own roles. */
export function createRolesRouter(deps: RolesDeps): Router {
  const router = createRouter();
  const permitted = async (req: Request) => {
    const ctx = contextOf(req);
    await deps.authorizer.require(ctx, accessManagePermission);
    return ctx;
  };

  router.get('/v1/role-bindings', async (req, res) => {
    const ctx = await permitted(req);
    const query = parse(roleBindingQuerySchema, queryOf(req));
    res.json(await listRoleBindings(deps, ctx, query));
  });

  router.post('/v1/role-bindings', async (req, res) => {
    const ctx = await permitted(req);
    const answer = await bindRole(deps, ctx, {
      body: req.body,
      idempotencyKey: idempotencyKeyOf(req),
    });
    const location = answer.location && req.baseUrl + answer.location;
    sendAnswer(res, { ...answer, location });
  });

  router.delete('/v1/role-bindings/:id', async (req, res) => {
    const ctx = await permitted(req);
    const answer = await unbindRole(deps, ctx, {
      id: req.params.id,
      idempotencyKey: idempotencyKeyOf(req),
    });
    sendAnswer(res, answer);
  });

  // Without a question to the permission framework, whose policy asks here.
  router.get('/v1/me/roles', async (req, res) => {
    const ctx = contextOf(req);
    const held = new Set<string>([...ctx.roles, ...(await deps.boundTo(ctx))]);
    const mine: MyRoles = {
      orgId: ctx.orgId,
      roles: accessRoleSchema.options.filter(role => held.has(role)),
    };
    res.set('Cache-Control', 'no-store').json(mine);
  });
  return router;
}
