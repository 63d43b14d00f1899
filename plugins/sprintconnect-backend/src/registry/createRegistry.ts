import type { Router } from 'express';
import { createRouter } from '../http';
import { CapabilityStore } from './CapabilityStore';
import { createCatalogRouter } from './createCatalogRouter';
import { createServersRouter } from './createServersRouter';
import { createSnapshotsRouter } from './createSnapshotsRouter';
import { HealthStore } from './HealthStore';
import type {
  RegistryDeps,
  RegistryPlumbing,
  RegistrySettings,
} from './RegistryDeps';
import { RegistryService } from './RegistryService';
import { ServerListStore } from './ServerListStore';
import { ServerStore } from './ServerStore';
import { SnapshotStore } from './SnapshotStore';

/** The registry and its routes, over the plugin's database. */
export function createRegistry(
  plumbing: RegistryPlumbing,
  settings: RegistrySettings,
): { service: RegistryService; router: Router } {
  const { database, authorizer } = plumbing;
  const deps: RegistryDeps = {
    ...plumbing,
    settings,
    servers: new ServerStore(database),
    lists: new ServerListStore(database),
    health: new HealthStore(database),
    snapshots: new SnapshotStore(database),
    capabilities: new CapabilityStore(database),
  };
  const service = new RegistryService(deps);
  const router = createRouter();
  router.use(
    // What was observed changes without a new revision, so that nothing here may be answered from a cache.
    (_req, res, next) => {
      res.set('Cache-Control', 'no-store');
      next();
    },
    createServersRouter({ service, authorizer }),
    createSnapshotsRouter({ service, authorizer }),
    createCatalogRouter({ service }),
  );
  return { service, router };
}
