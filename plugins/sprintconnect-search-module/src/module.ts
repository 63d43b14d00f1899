import {
  coreServices,
  createBackendModule,
  readSchedulerServiceTaskScheduleDefinitionFromConfig,
  type SchedulerServiceTaskScheduleDefinition,
} from '@backstage/backend-plugin-api';
import { searchIndexRegistryExtensionPoint } from '@backstage/plugin-search-backend-node/alpha';
import {
  capabilityReadPermission,
  createPluginClient,
  serverReadPermission,
} from '@sprintconnect/plugin-sprintconnect-common';
import { createCollatorFactory } from './createCollatorFactory';
import {
  DOCUMENT_FIELDS,
  toCapabilityDocument,
  toServerDocument,
} from './toDocument';

const EVERY_TEN_MINUTES: SchedulerServiceTaskScheduleDefinition = {
  frequency: { minutes: 10 },
  timeout: { minutes: 15 },
  // The registry may be a process of its own that starts at the same time.
  initialDelay: { seconds: 10 },
};

/**
 * START HERE. Two document types for the portal's search, read from the registry page by page. With several organisations
 * there are none: the portal's search has one index for all, and would show each what the others have.
 *
 * @public
 */
export const searchModuleSprintConnect = createBackendModule({
  pluginId: 'search',
  moduleId: 'sprintconnect',
  register(reg) {
    reg.registerInit({
      deps: {
        auth: coreServices.auth,
        config: coreServices.rootConfig,
        discovery: coreServices.discovery,
        index: searchIndexRegistryExtensionPoint,
        logger: coreServices.logger,
        scheduler: coreServices.scheduler,
      },
      async init({ auth, config, discovery, index, logger, scheduler }) {
        if (
          config.getOptionalString('sprintconnect.tenancy.mode') === 'catalog'
        ) {
          // Its index is one for all, and a plain yes of a policy shows the documents of every organisation.
          logger.info(
            'With sprintconnect.tenancy.mode catalog, MCP servers are not in the search of the portal; the Discover page finds those of the own organisation.',
          );
          return;
        }
        const registry = createPluginClient({ auth, discovery });
        const given = config.getOptionalConfig(
          'search.collators.sprintconnect.schedule',
        );
        const schedule = given
          ? readSchedulerServiceTaskScheduleDefinitionFromConfig(given)
          : EVERY_TEN_MINUTES;
        const factories = [
          createCollatorFactory({
            type: 'mcp-server',
            visibilityPermission: serverReadPermission,
            list: () =>
              registry.allServers({ limit: 200, fields: DOCUMENT_FIELDS }),
            toDocument: toServerDocument,
          }),
          createCollatorFactory({
            type: 'mcp-capability',
            visibilityPermission: capabilityReadPermission,
            list: () => registry.search.allCapabilities(),
            toDocument: toCapabilityDocument,
          }),
        ];
        for (const factory of factories) {
          index.addCollator({
            factory,
            schedule: scheduler.createScheduledTaskRunner(schedule),
          });
        }
      },
    });
  },
});
