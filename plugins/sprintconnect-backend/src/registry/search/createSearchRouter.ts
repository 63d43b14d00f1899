import type { Router } from 'express';
import {
  capabilityReadPermission,
  searchCapabilitiesQuerySchema,
  searchServersQuerySchema,
  serverReadPermission,
} from '@sprintconnect/plugin-sprintconnect-common';
import { contextOf, createRouter, parse, queryOf } from '../../http';
import type { Authorizer, RequestContext } from '../../ports';
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
  const admit = async (ctx: RequestContext) => {
    await authorizer.require(ctx, capabilityReadPermission);
    await authorizer.require(ctx, serverReadPermission);
  };

  router.get('/v1/discovery/capabilities', async (req, res) => {
    const ctx = contextOf(req);
    await admit(ctx);
    const query = parse(searchCapabilitiesQuerySchema, queryOf(req));
    res.json(await searchCapabilities(deps, ctx, query));
  });

  router.get('/v1/discovery/capabilities/:id', async (req, res) => {
    const ctx = contextOf(req);
    await admit(ctx);
    res.json(await readCapability(deps, ctx, req.params.id));
  });

  router.get('/v1/discovery/servers', async (req, res) => {
    const ctx = contextOf(req);
    await admit(ctx);
    const query = parse(searchServersQuerySchema, queryOf(req));
    res.json(await searchServers(deps, ctx, query));
  });

  return router;
}
