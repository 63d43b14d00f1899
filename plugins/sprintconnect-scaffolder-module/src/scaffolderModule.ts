import {
  coreServices,
  createBackendModule,
} from '@backstage/backend-plugin-api';
import { ScmIntegrations } from '@backstage/integration';
import { catalogServiceRef } from '@backstage/plugin-catalog-node';
import { scaffolderActionsExtensionPoint } from '@backstage/plugin-scaffolder-node';
import { createAwaitAction } from './actions/createAwaitAction';
import { createCallAction } from './actions/createCallAction';
import { createCatalogAction } from './actions/createCatalogAction';
import { createPrepareAction } from './actions/createPrepareAction';
import { createRegisterAction } from './actions/createRegisterAction';
import { createValidateAction } from './actions/createValidateAction';
import { readSettings } from './settings/readSettings';

/** Gives the scaffolder the actions that templates for MCP servers are made of. */
export const scaffolderModule = createBackendModule({
  pluginId: 'scaffolder',
  moduleId: 'sprintconnect',
  register(reg) {
    reg.registerInit({
      deps: {
        actions: scaffolderActionsExtensionPoint,
        auth: coreServices.auth,
        catalog: catalogServiceRef,
        config: coreServices.rootConfig,
        discovery: coreServices.discovery,
      },
      async init({ actions, config, ...services }) {
        const { defaultEnvironment } = readSettings(config);
        const deps = {
          ...services,
          defaultEnvironment,
          integrations: ScmIntegrations.fromConfig(config),
        };
        actions.addActions(
          createPrepareAction({ ...deps, now: () => new Date() }),
          createValidateAction(deps),
          createRegisterAction(deps),
          createAwaitAction(deps),
          createCatalogAction(deps),
          createCallAction(deps),
        );
      },
    });
  },
});
