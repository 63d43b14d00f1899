import type { PermissionsRegistryService } from '@backstage/backend-plugin-api';
import { createRouter, noStore } from '../http';
import {
  jobContext,
  type JobHandler,
  type Prune,
  type SliceWith,
} from '../ports';
import { CapabilityStore } from './CapabilityStore';
import { createCatalogRouter } from './createCatalogRouter';
import { createCredentialRouter } from './createCredentialRouter';
import { createServersRouter } from './createServersRouter';
import { createSnapshotsRouter } from './createSnapshotsRouter';
import { HealthStore } from './HealthStore';
import { resourceLoaders } from './loadResources';
import { registerResources } from './registerResources';
import {
  type RegistryDeps,
  type RegistryPlumbing,
  type RegistrySettings,
  REVIEW_SNAPSHOT_JOB,
  type SnapshotToReview,
} from './RegistryDeps';
import { RegistryService } from './RegistryService';
import { reviewSnapshot } from './reviewSnapshot';
import { ServerListStore } from './ServerListStore';
import { ServerMoveStore } from './ServerMoveStore';
import { ServerStore } from './ServerStore';
import { SnapshotStore } from './SnapshotStore';

/** What the registry gives to the plugin. */
export interface Registry extends SliceWith<'routers'> {
  service: RegistryService;
  /** Tells the permission framework of servers and capabilities. To be called once, before the plugin has started. */
  registerResources(permissionsRegistry: PermissionsRegistryService): void;
  /** What a worker does for it. */
  jobs: JobHandler[];
  /** Forget what no list needs any more. */
  prunes: Prune[];
}

/** The registry and its routes, over the plugin's database. */
export function createRegistry(
  plumbing: RegistryPlumbing,
  settings: RegistrySettings,
): Registry {
  const { database, authorizer } = plumbing;
  const moves = new ServerMoveStore(database, plumbing.clock);
  const servers = new ServerStore(database, moves);
  const deps: RegistryDeps = {
    ...plumbing,
    settings,
    servers,
    lists: new ServerListStore(database, { ...plumbing, moves }),
    health: new HealthStore(database, moves),
    snapshots: new SnapshotStore(database),
    capabilities: new CapabilityStore(database),
  };
  const service = new RegistryService(deps);
  const router = createRouter();
  router.use(
    noStore(),
    createServersRouter({ service, authorizer }),
    createCredentialRouter({ service, authorizer }),
    createSnapshotsRouter({ service, authorizer }),
    createCatalogRouter({ service, authorizer }),
  );
  return {
    service,
    routers: [router],
    registerResources: permissionsRegistry =>
      registerResources(permissionsRegistry, resourceLoaders(deps)),
    jobs: [
      {
        kind: REVIEW_SNAPSHOT_JOB,
        run: job =>
          reviewSnapshot(
            deps,
            jobContext(job),
            job.payload as unknown as SnapshotToReview,
          ),
      },
    ],
    prunes: [limit => moves.pruneObserved(limit)],
  };
}
