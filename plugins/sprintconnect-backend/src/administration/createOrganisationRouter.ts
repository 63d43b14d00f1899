import type { Router } from 'express';
import {
  accessManagePermission,
  type Organization,
  serverReadPermission,
} from '@sprintconnect/plugin-sprintconnect-common';
import { contextOf, createRouter } from '../http';
import type { Tenancy } from '../organisations';
import type { Authorizer, RequestContext } from '../ports';
import type { Registry } from '../registry';

type Count = (ctx: RequestContext) => Promise<number>;

export interface OrganisationPageOptions {
  authorizer: Authorizer;
  registry: Pick<Registry['service'], 'countServers'>;
  tenancy: Pick<Tenancy, 'describe'>;
  mode: Organization['tenancy'];
  countKeys: Count;
  countBindings: Count;
}

/**
 * `GET /v1/organization`: the organisation of the caller, to whoever is of it, since everybody may know where they are.
 * What it holds is told only as far as the caller could count it in a list.
 */
export function createOrganisationRouter(
  options: OrganisationPageOptions,
): Router {
  const { tenancy, mode } = options;
  const router = createRouter();
  router.get('/v1/organization', async (req, res) => {
    const ctx = contextOf(req);
    const { id, title, entityRef } = await tenancy.describe(ctx.orgId);
    const answer: Organization = {
      id,
      slug: id,
      title,
      ...(entityRef && { entityRef }),
      tenancy: mode,
      counts: await countsFor(ctx, options),
    };
    res.json(answer);
  });
  return router;
}

async function countsFor(
  ctx: RequestContext,
  options: OrganisationPageOptions,
): Promise<Organization['counts']> {
  const { authorizer, registry, countKeys, countBindings } = options;
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
      apiKeys: await countKeys(ctx),
      roleBindings: await countBindings(ctx),
    }),
  };
}
