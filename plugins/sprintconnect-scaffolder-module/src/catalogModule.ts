import {
  coreServices,
  createBackendModule,
  resolvePackagePath,
} from '@backstage/backend-plugin-api';
import { catalogProcessingExtensionPoint } from '@backstage/plugin-catalog-node';
import { scaffolderServiceRef } from '@backstage/plugin-scaffolder-node';
import { readSettings } from './settings/readSettings';
import { offerTemplates } from './offer/offerTemplates';
import { TemplateProvider } from './offer/TemplateProvider';

const PACKAGE = '@sprintconnect/plugin-scaffolder-backend-module-sprintconnect';

/** Gives the catalog the templates. */
export const catalogModule = createBackendModule({
  pluginId: 'catalog',
  moduleId: 'sprintconnect-templates',
  register(reg) {
    reg.registerInit({
      deps: {
        auth: coreServices.auth,
        config: coreServices.rootConfig,
        logger: coreServices.logger,
        processing: catalogProcessingExtensionPoint,
        scaffolder: scaffolderServiceRef,
        scheduler: coreServices.scheduler,
      },
      async init({ auth, config, logger, processing, scaffolder, scheduler }) {
        const settings = readSettings(config);
        processing.addEntityProvider(
          new TemplateProvider({
            logger,
            // Of each instance, because the paths are of its own image. The scaffolder is not there in the first moments.
            schedule: scheduler.createScheduledTaskRunner({
              frequency: { seconds: 5 },
              initialDelay: { seconds: 1 },
              timeout: { minutes: 1 },
              scope: 'local',
            }),
            offer: async () => {
              const actions = await scaffolder.listActions(
                {},
                { credentials: await auth.getOwnServiceCredentials() },
              );
              return offerTemplates(resolvePackagePath(PACKAGE, 'templates'), {
                config,
                settings,
                actions: new Set(actions.map(({ id }) => id)),
              });
            },
          }),
        );
      },
    });
  },
});
