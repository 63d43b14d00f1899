import { resolve } from 'node:path';
import {
  coreServices,
  createBackendModule,
} from '@backstage/backend-plugin-api';
import { catalogServiceRef } from '@backstage/plugin-catalog-node';
import { scaffolderActionsExtensionPoint } from '@backstage/plugin-scaffolder-node';
import { WorkshopFolder } from 'workshop';
import { OrphanRemoval } from './OrphanRemoval';
import { WorkshopClient } from './WorkshopClient';
import { createPublishAction } from './createPublishAction';

/**
 * The way of the demo from a template to a server that runs, without a source code host: an action that publishes to the workshop
 * beside the portal, and what removes a project when the catalog has it no more. Where `demo.workshop` is not configured, as in
 * production, it does nothing.
 */
export default createBackendModule({
  pluginId: 'scaffolder',
  moduleId: 'demo-workshop',
  register(reg) {
    reg.registerInit({
      deps: {
        actions: scaffolderActionsExtensionPoint,
        auth: coreServices.auth,
        catalog: catalogServiceRef,
        config: coreServices.rootConfig,
        logger: coreServices.logger,
        scheduler: coreServices.scheduler,
      },
      async init({ actions, auth, catalog, config, logger, scheduler }) {
        const settings = config.getOptionalConfig('demo.workshop');
        if (!settings) return;
        const folder = new WorkshopFolder(
          resolve(settings.getString('folder')),
        );
        const client = new WorkshopClient(settings.getString('url'));
        const now = () => new Date();
        await folder.tidy();
        actions.addActions(createPublishAction({ folder, client, now }));
        const removal = new OrphanRemoval({
          folder,
          catalogInfoUrlOf: name => client.catalogInfoUrlOf(name),
          locations: async () => {
            const credentials = await auth.getOwnServiceCredentials();
            const { items } = await catalog.getLocations({}, { credentials });
            return items.map(({ target }) => target);
          },
          now,
          logger,
        });
        await scheduler.scheduleTask({
          id: 'sprintconnect-demo-orphans',
          scope: 'local',
          initialDelay: { seconds: 5 },
          frequency: { seconds: 2 },
          timeout: { minutes: 1 },
          fn: () => removal.look(),
        });
      },
    });
  },
});
