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
  noteReplay,
  parse,
  queryOf,
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
    const done = await bindRole(deps, ctx, {
      body: req.body,
      idempotencyKey: idempotencyKeyOf(req),
    });
    noteReplay(res, done)
      .status(201)
      .location(`${req.baseUrl}/v1/role-bindings/${done.result.id}`)
      .json(done.result);
  });

  router.delete('/v1/role-bindings/:id', async (req, res) => {
    const ctx = await permitted(req);
    const done = await unbindRole(deps, ctx, {
      id: req.params.id,
      idempotencyKey: idempotencyKeyOf(req),
    });
    noteReplay(res, done).status(204).end();
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
