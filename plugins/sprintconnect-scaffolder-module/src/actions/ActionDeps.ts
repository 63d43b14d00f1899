import type {
  AuthService,
  BackstageCredentials,
  DiscoveryService,
  LoggerService,
} from '@backstage/backend-plugin-api';
import type { ScmIntegrationRegistry } from '@backstage/integration';
import type { CatalogService } from '@backstage/plugin-catalog-node';
import { createPluginClient } from '@sprintconnect/plugin-sprintconnect-common';
import type { Asked } from '../checks/Asked';

/** What the actions need of the portal. */
export interface ActionDeps {
  auth: AuthService;
  catalog: CatalogService;
  discovery: DiscoveryService;
  integrations: ScmIntegrationRegistry;
  /** Environment of an entity that names none, as the catalog module has it. */
  defaultEnvironment: string;
}

/** What an action is told of the task that it is a step of, as far as all of ours use it. */
export interface TaskContext {
  logger: LoggerService;
  signal?: AbortSignal;
  isDryRun?: boolean;
  getInitiatorCredentials(): Promise<BackstageCredentials>;
}

/** The registry and the catalog as this person sees them. Each request takes a new token, since tasks may run long. */
export async function askedBy(
  { auth, catalog, discovery }: ActionDeps,
  ctx: TaskContext,
): Promise<Asked> {
  return {
    registry: createPluginClient({
      auth,
      discovery,
      credentials: () => ctx.getInitiatorCredentials(),
    }),
    catalog,
    credentials: await ctx.getInitiatorCredentials(),
    signal: ctx.signal,
  };
}
