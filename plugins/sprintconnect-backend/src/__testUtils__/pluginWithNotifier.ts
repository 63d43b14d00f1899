import {
  coreServices,
  createBackendPlugin,
  type BackendFeature,
} from '@backstage/backend-plugin-api';
import { mockServices } from '@backstage/backend-test-utils';
import { notificationService } from '@backstage/plugin-notifications-node';
import { backstageNotifier } from '../platform';
import type { Notifier } from '../ports';

/** A plugin for a test backend, with the notifier that ours has there once the backend has started. */
export function pluginWithNotifier(logger = mockServices.logger.mock()): {
  plugin: BackendFeature;
  notifier(): Notifier;
} {
  let notifier: Notifier | undefined;
  const plugin = createBackendPlugin({
    pluginId: 'sprintconnect',
    register: env =>
      env.registerInit({
        deps: {
          notifications: notificationService,
          instance: coreServices.rootInstanceMetadata,
        },
        init: async services => {
          notifier = backstageNotifier({ ...services, logger });
        },
      }),
  });
  return {
    plugin,
    notifier() {
      if (!notifier) throw new Error('The backend has not started');
      return notifier;
    },
  };
}
