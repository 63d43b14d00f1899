import { mockServices, startTestBackend } from '@backstage/backend-test-utils';
import type { NotificationService } from '@backstage/plugin-notifications-node';
import { pluginWithNotifier } from '../__testUtils__/pluginWithNotifier';
import {
  inboxOf,
  portalNotifications,
  TEAM,
} from '../__testUtils__/portalNotifications';
import type { Notification } from '../ports';
import { backstageNotifier } from '.';

const incident: Notification = {
  recipients: [TEAM],
  title: 'Weather is unhealthy',
  description: 'It refuses connections.',
  link: '/sprintconnect/servers/1/health',
  severity: 'high',
  subject: 'incident:1',
};

/** A backend with the notifier of a plugin in it, and notifications or none. */
async function start(options: { isInstalled: boolean; fails?: boolean }) {
  const { isInstalled, fails } = options;
  const logger = mockServices.logger.mock();
  const { plugin, notifier } = pluginWithNotifier(logger);
  const installed = portalNotifications({ catalogFails: fails });
  const backend = await startTestBackend({
    features: [plugin, ...(isInstalled ? installed : [])],
  });
  const inbox = () => inboxOf(backend);
  return { backend, notifier: notifier(), logger, inbox };
}

it('tells the members of a group, once per subject', async () => {
  const { backend, notifier, logger, inbox } = await start({
    isInstalled: true,
  });
  await expect(notifier.notify(incident)).resolves.toBe(true);
  await expect(
    notifier.notify({ ...incident, title: 'Weather works', severity: 'low' }),
  ).resolves.toBe(true);
  await notifier.notify({ ...incident, subject: 'incident:2' });

  const received = await inbox();
  expect(received).toHaveLength(2);
  expect(received).toContainEqual(
    expect.objectContaining({
      user: 'user:default/mock',
      payload: expect.objectContaining({
        title: 'Weather works',
        description: 'It refuses connections.',
        link: '/sprintconnect/servers/1/health',
        severity: 'low',
        topic: 'sprintconnect',
        scope: 'incident:1',
      }),
    }),
  );
  expect(logger.info).not.toHaveBeenCalled();
  await backend.stop();
});

it('says once that the portal has no notifications, and goes on', async () => {
  const { backend, notifier, logger } = await start({ isInstalled: false });
  await expect(notifier.notify(incident)).resolves.toBe(false);
  await expect(notifier.notify(incident)).resolves.toBe(false);
  expect(logger.info).toHaveBeenCalledTimes(1);
  expect(logger.info).toHaveBeenCalledWith(
    expect.stringContaining('@backstage/plugin-notifications-backend'),
  );
  await backend.stop();
});

it('throws what a portal with notifications failed of', async () => {
  const { backend, notifier, logger, inbox } = await start({
    isInstalled: true,
    fails: true,
  });
  await expect(notifier.notify(incident)).rejects.toThrow('status 400');
  expect(await inbox()).toEqual([]);
  expect(logger.info).not.toHaveBeenCalled();
  await backend.stop();
});

it('takes the 404 of a backend that is still starting for a failure', async () => {
  const send: NotificationService['send'] = async () => {
    throw new Error(
      'Failed to send notifications: Error: Request failed with status 404',
    );
  };
  const notifier = backstageNotifier({
    notifications: { send },
    instance: {
      getInstalledPlugins: async () => [
        { pluginId: 'notifications', modules: [] },
      ],
    },
    logger: mockServices.logger.mock(),
  });
  await expect(notifier.notify(incident)).rejects.toThrow('status 404');
});
