import type { Request, Router } from 'express';
import {
  capabilityQuerySchema,
  capabilityReadPermission,
  serverCreatePermission,
  serverDeletePermission,
  serverFacetsQuerySchema,
  serverQuerySchema,
  serverReadPermission,
  serverUpdatePermission,
} from '@sprintconnect/plugin-sprintconnect-common';
import {
  type Answer,
  contextOf,
  createRouter,
  etagOf,
  idempotencyKeyOf,
  parse,
  queryOf,
  requireIfMatch,
  sendAnswer,
} from '../http';
import type { Authorizer } from '../ports';
import type { RegistryService } from './RegistryService';

/** The routes of servers and what they offer now. */
export function createServersRouter(options: {
  service: RegistryService;
  authorizer: Authorizer;
}): Router {
  const { service, authorizer } = options;
  const router = createRouter();

  router.get('/v1/servers', async (req, res) => {
    const ctx = contextOf(req);
    await authorizer.require(ctx, serverReadPermission);
    const query = parse(serverQuerySchema, queryOf(req));
    res.json(await service.listServers(ctx, query));
  });

  router.post('/v1/servers', async (req, res) => {
    const ctx = contextOf(req);
    await authorizer.require(ctx, serverCreatePermission);
    const idempotencyKey = idempotencyKeyOf(req);
    const answer = await service.registerServer(ctx, {
      body: req.body,
      idempotencyKey,
    });
    sendAnswer(res.set('ETag', tagOf(answer)), located(req, answer));
  });

  router.get('/v1/servers/facets', async (req, res) => {
    const ctx = contextOf(req);
    await authorizer.require(ctx, serverReadPermission);
    const query = parse(serverFacetsQuerySchema, queryOf(req));
    res.json(await service.facets(ctx, query));
  });

  router.get('/v1/servers/by-name/:environment/:name', async (req, res) => {
    const ctx = contextOf(req);
    await authorizer.require(ctx, serverReadPermission);
    const { environment, name } = req.params;
    const server = await service.getServerByName(ctx, { environment, name });
    res.set('ETag', etagOf(server.revision)).json(server);
  });

  router.get('/v1/servers/:id', async (req, res) => {
    const ctx = contextOf(req);
    await authorizer.require(ctx, serverReadPermission);
    const server = await service.getServer(ctx, req.params.id);
    res.set('ETag', etagOf(server.revision)).json(server);
  });

  router.patch('/v1/servers/:id', async (req, res) => {
    const ctx = contextOf(req);
    await authorizer.require(ctx, serverUpdatePermission);
    const answer = await service.updateServer(ctx, {
      id: req.params.id,
      revision: requireIfMatch(req),
      body: req.body,
      idempotencyKey: idempotencyKeyOf(req),
    });
    sendAnswer(res.set('ETag', tagOf(answer)), answer);
  });

  router.delete('/v1/servers/:id', async (req, res) => {
    const ctx = contextOf(req);
    await authorizer.require(ctx, serverDeletePermission);
    const answer = await service.retireServer(ctx, {
      id: req.params.id,
      idempotencyKey: idempotencyKeyOf(req),
    });
    sendAnswer(res, answer);
  });

  router.post('/v1/servers/:id/discover', async (req, res) => {
    const ctx = contextOf(req);
    await authorizer.require(ctx, serverUpdatePermission);
    const answer = await service.requestDiscovery(ctx, {
      id: req.params.id,
      idempotencyKey: idempotencyKeyOf(req),
    });
    sendAnswer(res, located(req, answer));
  });

  router.get('/v1/servers/:id/capabilities', async (req, res) => {
    const ctx = contextOf(req);
    await authorizer.require(ctx, capabilityReadPermission);
    const query = parse(capabilityQuerySchema, queryOf(req));
    res.json(await service.listCapabilities(ctx, { id: req.params.id, query }));
  });

  return router;
}

function tagOf({ body }: Answer): string {
  return etagOf((body as { revision: number }).revision);
}

/** Locations are told as paths of this plugin; a caller needs them from the root of the host. */
function located(req: Request, answer: Answer): Answer {
  return {
    ...answer,
    location: answer.location && req.baseUrl + answer.location,
  };
}
