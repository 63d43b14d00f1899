import type { Router } from 'express';
import type { Organization } from '@sprintconnect/plugin-sprintconnect-common';
import { contextOf, createRouter, ProblemError } from '../../http';
import type { RequestContext } from '../../ports';
import type { OrganisationStore } from './OrganisationStore';
import type { TenancySettings } from './TenancySettings';

/** `GET /v1/organization`: the organisation of the caller, to whoever is of it. */
export function createOrganisationRouter(options: {
  organisations: OrganisationStore;
  tenancy: TenancySettings['mode'];
  /** How many servers of the organisation are not retired. */
  countServers: (ctx: RequestContext) => Promise<number>;
}): Router {
  const { organisations, tenancy, countServers } = options;
  const router = createRouter();
  router.get('/v1/organization', async (req, res) => {
    const ctx = contextOf(req);
    const found = await organisations.find(ctx.orgId);
    if (!found) {
      throw new ProblemError({
        status: 404,
        detail: 'The organisation is not there.',
      });
    }
    const { createdAt, ...organisation } = found;
    const counts = await organisations.counts(ctx);
    const answer: Organization = {
      ...organisation,
      tenancy,
      counts: { servers: await countServers(ctx), ...counts },
      createdAt: createdAt.toISOString(),
    };
    res.json(answer);
  });
  return router;
}
