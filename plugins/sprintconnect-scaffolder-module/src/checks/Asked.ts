import type { BackstageCredentials } from '@backstage/backend-plugin-api';
import type { CatalogService } from '@backstage/plugin-catalog-node';
import type { SprintConnectClient } from '@sprintconnect/plugin-sprintconnect-common';

/** Whom an action asks, as the person who runs the template. */
export interface Asked {
  registry: SprintConnectClient;
  catalog: CatalogService;
  credentials: BackstageCredentials;
  /** Aborts when the task is cancelled. */
  signal?: AbortSignal;
}
