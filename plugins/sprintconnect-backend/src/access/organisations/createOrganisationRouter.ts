import type { Router } from 'express';
import {
  accessManagePermission,
  type Organization,
  serverReadPermission,
} from '@sprintconnect/plugin-sprintconnect-common';
import { contextOf, createRouter } from '../../http';
import type { Authorizer, Judgement, RequestContext } from '../../ports';
import type { Organisation } from './Organisation';
import type { TenancySettings } from './TenancySettings';

type Count = (ctx: RequestContext) => Promise<number>;

/** How many servers of the organisation are not retired, of those that may be read. */
export type CountServers = (
  ctx: RequestContext,
  readable: Judgement,
) => Promise<number>;

/**
 * `GET /v1/organization`: the organisation of the caller, to whoever is of it, since everybody may know where they are.
 * What it holds is told only as far as the caller could count it in a list.
 */
export function createOrganisationRouter(options: {
  authorizer: Authorizer;
  describe: (orgId: string) => Promise<Organisation>;
  mode: TenancySettings['mode'];
  countServers: CountServers;
  countKeys: Count;
  countBindings: Count;
}): Router {
  const { describe, mode } = options;
  const router = createRouter();
  router.get('/v1/organization', async (req, res) => {
    const ctx = contextOf(req);
    const { id, title, entityRef } = await describe(ctx.orgId);
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
  options: Parameters<typeof createOrganisationRouter>[0],
): Promise<Organization['counts']> {
  const { authorizer, countServers, countKeys, countBindings } = options;
  const [reads, manages] = await authorizer.holds(ctx, [
    serverReadPermission,
    accessManagePermission,
  ]);
  return {
    ...(reads && {
      servers: await countServers(
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
