import type {
  LoggerService,
  RootInstanceMetadataService,
} from '@backstage/backend-plugin-api';
import type { NotificationService } from '@backstage/plugin-notifications-node';
import type { Notifier } from '../ports';

const TOPIC = 'sprintconnect';

/**
 * Backstage notifications as a {@link Notifier}: `subject` is the scope, so that one subject has one notification.
 *
 * The service is there whether or not its backend is; without one its address answers 404. So does a backend of this
 * process that is still starting, which is a failure to try again and no absence.
 */
export function backstageNotifier(services: {
  notifications: NotificationService;
  instance: RootInstanceMetadataService;
  logger: LoggerService;
}): Notifier {
  const { notifications, instance, logger } = services;
  let isSaid = false;

  const isAbsent = async (error: unknown) => {
    if (!/\bstatus 404\b/.test(String(error))) {
      return false;
    }
    const installed = await instance.getInstalledPlugins();
    return !installed.some(({ pluginId }) => pluginId === 'notifications');
  };

  return {
    async notify({ recipients, subject, ...words }) {
      try {
        await notifications.send({
          recipients: { type: 'entity', entityRef: [...recipients] },
          payload: { ...words, topic: TOPIC, scope: subject },
        });
        return true;
      } catch (error) {
        if (!(await isAbsent(error))) {
          throw error;
        }
      }
      if (!isSaid) {
        isSaid = true;
        logger.info(
          'No one is notified of incidents because this portal has no notifications. Add @backstage/plugin-notifications-backend.',
        );
      }
      return false;
    },
  };
}
