import type { Request, Router } from 'express';
import { z } from 'zod';
import {
  serverCreatePermission,
  serverDeletePermission,
  serverUpdatePermission,
} from '@sprintconnect/plugin-sprintconnect-common';
import { ProblemError, contextOf, createRouter, etagOf, parse } from '../http';
import type { Authorizer, RequestContext } from '../ports';
import type { RegistryService } from './RegistryService';

const partSchema = z
  .string()
  .regex(/^[a-zA-Z0-9._-]{1,63}$/, "isn't a valid part of an entity name");
const entitySchema = z.object({ namespace: partSchema, name: partSchema });

/**
 * The routes by which the catalog tells what it says of servers. For services only: people edit their entities.
 * Which services these are is for the permission framework to say; it decides about a service as a whole.
 */
export function createCatalogRouter(options: {
  service: RegistryService;
  authorizer: Authorizer;
}): Router {
  const { service, authorizer } = options;
  const router = createRouter();

  router.put('/v1/catalog/entities/:namespace/:name', async (req, res) => {
    const ctx = serviceContextOf(req);
    await authorizer.require(ctx, serverCreatePermission);
    await authorizer.judge(ctx, serverUpdatePermission);
    const entityRef = entityRefOf(req);
    const server = await service.applyCatalogServer(ctx, {
      entityRef,
      body: req.body,
    });
    res.set('ETag', etagOf(server.revision)).json(server);
  });

  router.delete('/v1/catalog/entities/:namespace/:name', async (req, res) => {
    const ctx = serviceContextOf(req);
    await authorizer.judge(ctx, serverDeletePermission);
    await service.removeCatalogServer(ctx, entityRefOf(req));
    res.status(204).end();
  });

  return router;
}

function serviceContextOf(req: Request): RequestContext {
  const ctx = contextOf(req);
  if (ctx.caller.type !== 'service') {
    throw new ProblemError({
      kind: 'catalog-only',
      detail:
        'Only the catalog can use this route. Edit the catalog entity, or register the server with POST /v1/servers.',
    });
  }
  return ctx;
}

function entityRefOf(req: Request): string {
  const { namespace, name } = parse(entitySchema, req.params);
  return `api:${namespace}/${name}`.toLowerCase();
}
