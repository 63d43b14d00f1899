import type { Router } from 'express';
import {
  accessManagePermission,
  type Organization,
  serverReadPermission,
} from '@sprintconnect/plugin-sprintconnect-common';
import type { Access } from '../access';
import { contextOf, createRouter } from '../http';
import type { RequestContext } from '../ports';
import type { Registry } from '../registry';

export interface OrganisationPageOptions {
  access: Pick<
    Access,
    'authorizer' | 'countKeys' | 'countRoleBindings' | 'describeOrganisation'
  >;
  registry: Pick<Registry['service'], 'countServers'>;
  tenancy: Organization['tenancy'];
}

/**
 * `GET /v1/organization`: the organisation of the caller, to whoever is of it, since everybody may know where they are.
 * What it holds is told only as far as the caller could count it in a list.
 */
export function createOrganisationRouter(
  options: OrganisationPageOptions,
): Router {
  const { access, tenancy } = options;
  const router = createRouter();
  router.get('/v1/organization', async (req, res) => {
    const ctx = contextOf(req);
    const found = await access.describeOrganisation(ctx.orgId);
    const { id, title, entityRef } = found;
    const answer: Organization = {
      id,
      slug: id,
      title,
      ...(entityRef && { entityRef }),
      tenancy,
      counts: await countsFor(ctx, options),
    };
    res.json(answer);
  });
  return router;
}

async function countsFor(
  ctx: RequestContext,
  { access, registry }: OrganisationPageOptions,
): Promise<Organization['counts']> {
  const { authorizer } = access;
  const [reads, manages] = await authorizer.holds(ctx, [
    serverReadPermission,
    accessManagePermission,
  ]);
  return {
    ...(reads && {
      servers: await registry.countServers(
        ctx,
        await authorizer.judge(ctx, serverReadPermission),
      ),
    }),
    ...(manages && {
      apiKeys: await access.countKeys(ctx),
      roleBindings: await access.countRoleBindings(ctx),
    }),
  };
}
