import type { Router } from 'express';
import { z } from 'zod';
import {
  serverReadPermission,
  snapshotQuerySchema,
} from '@sprintconnect/plugin-sprintconnect-common';
import { contextOf, createRouter, parse, queryOf } from '../http';
import type { Authorizer } from '../ports';
import type { RegistryService } from './RegistryService';
import { readScopeOf } from '../records';

const versionSchema = z
  .string()
  .regex(/^[1-9]\d{0,8}$/, 'must be a version number')
  .transform(Number);

/**
 * The routes of versions: what a server offered, and what became different. Who sees the server sees its versions; their
 * content is capabilities, so that it needs the permission to see those, and holds those that may be seen.
 */
export function createSnapshotsRouter(options: {
  service: RegistryService;
  authorizer: Authorizer;
}): Router {
  const { service, authorizer } = options;
  const router = createRouter();

  router.get('/v1/servers/:id/snapshots', async (req, res) => {
    const ctx = contextOf(req);
    const readable = await authorizer.judge(ctx, serverReadPermission);
    const query = parse(snapshotQuerySchema, queryOf(req));
    const { id } = req.params;
    res.json(await service.listSnapshots(ctx, { id, query, readable }));
  });

  router.get('/v1/servers/:id/snapshots/:version', async (req, res) => {
    const ctx = contextOf(req);
    const readScope = await readScopeOf(authorizer, ctx);
    const { id: serverId } = req.params;
    const { version } = parse(z.object({ version: versionSchema }), req.params);
    res.json(await service.getSnapshot(ctx, { serverId, version, readScope }));
  });

  router.get('/v1/servers/:id/snapshots/:from/diff/:to', async (req, res) => {
    const ctx = contextOf(req);
    const readScope = await readScopeOf(authorizer, ctx);
    const { id: serverId } = req.params;
    const { from, to } = parse(
      z.object({ from: versionSchema, to: versionSchema }),
      req.params,
    );
    res.json(await service.diff(ctx, { serverId, from, to, readScope }));
  });

  return router;
}
