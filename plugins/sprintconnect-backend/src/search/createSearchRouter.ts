import type { Router } from 'express';
import {
  capabilityUsePermission,
  searchCapabilitiesQuerySchema,
  searchServersQuerySchema,
} from '@sprintconnect/plugin-sprintconnect-common';
import { contextOf, createRouter, noStore, parse, queryOf } from '../http';
import type { Authorizer, RequestContext } from '../ports';
import { type ReadScope, readScopeOf } from '../records';
import { readCapability } from './readCapability';
import { searchCapabilities } from './searchCapabilities';
import type { SearchDeps } from './SearchDeps';
import { searchServers } from './searchServers';

/** The routes that find capabilities, whichever server offers them. Each answer tells of servers, too. */
export function createSearchRouter(
  deps: SearchDeps,
  { authorizer }: { authorizer: Authorizer },
): Router {
  const router = createRouter();
  router.use(noStore());

  router.get('/v1/discovery/capabilities', async (req, res) => {
    const ctx = contextOf(req);
    const readScope = await readScopeOf(authorizer, ctx);
    const query = parse(searchCapabilitiesQuerySchema, queryOf(req));
    res.json(await searchCapabilities(deps, ctx, { query, readScope }));
  });

  router.get('/v1/discovery/capabilities/:id', async (req, res) => {
    const ctx = contextOf(req);
    const readScope = await readScopeOf(authorizer, ctx);
    const { id } = req.params;
    res.json(await readCapability(deps, ctx, { id, readScope }));
  });

  router.get('/v1/discovery/servers', async (req, res) => {
    const ctx = contextOf(req);
    const readScope = await readScopeOf(authorizer, ctx);
    const query = parse(searchServersQuerySchema, queryOf(req));
    const scope =
      query.capability === undefined
        ? await withinUse(authorizer, ctx, readScope)
        : readScope;
    res.json(await searchServers(deps, ctx, { query, scope }));
  });

  return router;
}

/** What of the read scope the caller may use, too; nothing, where they may use nothing. */
async function withinUse(
  authorizer: Authorizer,
  ctx: RequestContext,
  { servers, capabilities }: ReadScope,
): Promise<ReadScope> {
  const [use] = await authorizer.judgements(ctx, [capabilityUsePermission]);
  const criteria = { allOf: [capabilities.criteria, use.criteria] };
  return {
    servers,
    capabilities: {
      ...use,
      criteria,
      allows: thing => capabilities.allows(thing) && use.allows(thing),
    },
  };
}
