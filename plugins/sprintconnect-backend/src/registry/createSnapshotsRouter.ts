import type { Router } from 'express';
import { z } from 'zod';
import {
  pageQuerySchema,
  serverReadPermission,
} from '@sprintconnect/plugin-sprintconnect-common';
import { contextOf, createRouter, parse, queryOf } from '../http';
import type { Authorizer } from '../ports';
import type { RegistryService } from './RegistryService';

const versionSchema = z
  .string()
  .regex(/^[1-9]\d{0,8}$/, 'must be the number of a version')
  .transform(Number);

/** The routes of versions: what a server offered, and what became different. */
export function createSnapshotsRouter(options: {
  service: RegistryService;
  authorizer: Authorizer;
}): Router {
  const { service, authorizer } = options;
  const router = createRouter();

  router.get('/v1/servers/:id/snapshots', async (req, res) => {
    const ctx = contextOf(req);
    await authorizer.require(ctx, serverReadPermission);
    const query = parse(pageQuerySchema, queryOf(req));
    res.json(await service.listSnapshots(ctx, { id: req.params.id, query }));
  });

  router.get('/v1/servers/:id/snapshots/:version', async (req, res) => {
    const ctx = contextOf(req);
    await authorizer.require(ctx, serverReadPermission);
    const { id: serverId } = req.params;
    const { version } = parse(z.object({ version: versionSchema }), req.params);
    res.json(await service.getSnapshot(ctx, { serverId, version }));
  });

  router.get('/v1/servers/:id/snapshots/:from/diff/:to', async (req, res) => {
    const ctx = contextOf(req);
    await authorizer.require(ctx, serverReadPermission);
    const { id: serverId } = req.params;
    const { from, to } = parse(
      z.object({ from: versionSchema, to: versionSchema }),
      req.params,
    );
    res.json(await service.diff(ctx, { serverId, from, to }));
  });

  return router;
}
