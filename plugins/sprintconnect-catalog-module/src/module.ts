import {
  coreServices,
  createBackendModule,
} from '@backstage/backend-plugin-api';
import {
  catalogProcessingExtensionPoint,
  catalogServiceRef,
} from '@backstage/plugin-catalog-node';
import { eventsServiceRef } from '@backstage/plugin-events-node';
import { createPluginClient } from '@sprintconnect/plugin-sprintconnect-common';
import { CatalogIntake } from './CatalogIntake';
import { readSettings } from './config';
import { EntityFaultProcessor } from './EntityFaultProcessor';
import { EntityVerdicts } from './EntityVerdicts';
import { organisationsOfCatalog } from './Organisations';
import { ServerChangeProcessor } from './ServerChangeProcessor';
import { ServerEntityProvider } from './ServerEntityProvider';
import { modelExtensionPoint, serverModel } from './serverModel';

/**
 * START HERE. Joins the catalog and the registry of MCP servers, in both directions:
 *
 *   serverModel            what an `API` entity of type `mcp-server` may say
 *   ServerEntityProvider   from registry to catalog, for servers registered by form, REST, scaffolder, federation
 *   CatalogIntake          from catalog to registry, for servers written in catalog-info.yaml
 *
 * The two do not echo: the provider leaves out servers of origin `catalog`, and the intake leaves out
 * entities whose origin is the provider.
 *
 * @public
 */
export const catalogModuleSprintConnect = createBackendModule({
  pluginId: 'catalog',
  moduleId: 'sprintconnect',
  register(reg) {
    reg.registerInit({
      deps: {
        auth: coreServices.auth,
        catalog: catalogServiceRef,
        config: coreServices.rootConfig,
        discovery: coreServices.discovery,
        events: eventsServiceRef,
        instance: coreServices.rootInstanceMetadata,
        lifecycle: coreServices.lifecycle,
        logger: coreServices.logger,
        model: modelExtensionPoint,
        processing: catalogProcessingExtensionPoint,
        scheduler: coreServices.scheduler,
      },
      async init({ auth, catalog, logger, scheduler, ...deps }) {
        const settings = readSettings(deps.config);
        const stopping = new AbortController();
        const common = {
          registry: createPluginClient({ auth, discovery: deps.discovery }),
          organisations: settings.hasOrganisations
            ? organisationsOfCatalog({
                auth,
                catalog,
                registryOf: organisation =>
                  createPluginClient({
                    auth,
                    discovery: deps.discovery,
                    organisation,
                  }),
              })
            : undefined,
          logger,
          signal: stopping.signal,
        };

        const plugins = await deps.instance.getInstalledPlugins();
        const strict = plugins
          .find(plugin => plugin.pluginId === 'catalog')
          ?.modules.some(module => module.moduleId === 'ai-model');
        deps.model.addModelSource(serverModel({ strict: strict ?? false }));

        deps.processing.addEntityProvider(
          new ServerEntityProvider({
            ...common,
            events: deps.events,
            schedule: scheduler.createScheduledTaskRunner(
              settings.reconciliation,
            ),
            defaultOwner: settings.defaultOwner,
          }),
        );

        const verdicts = new EntityVerdicts({ now: Date.now });
        const intake = new CatalogIntake({
          ...common,
          verdicts,
          auth,
          catalog,
          schedule: scheduler.createScheduledTaskRunner(settings.intake),
          defaultEnvironment: settings.defaultEnvironment,
        });
        deps.processing.addProcessor(new ServerChangeProcessor(intake.notice));
        deps.processing.addProcessor(
          new EntityFaultProcessor({ ...settings, verdicts }),
        );
        deps.lifecycle.addStartupHook(() => intake.start());
        deps.lifecycle.addShutdownHook(() => stopping.abort());
      },
    });
  },
});
