import { createBackendModule } from '@backstage/backend-plugin-api';
import {
  scaffolderActionsExtensionPoint,
  type TemplateAction,
} from '@backstage/plugin-scaffolder-node';

/** Stands where the modules of hosts put their actions. */
export function hostActions(...actions: TemplateAction<any, any, any>[]) {
  return createBackendModule({
    pluginId: 'scaffolder',
    moduleId: 'test-actions',
    register(reg) {
      reg.registerInit({
        deps: { scaffolder: scaffolderActionsExtensionPoint },
        async init({ scaffolder }) {
          scaffolder.addActions(...actions);
        },
      });
    },
  });
}
