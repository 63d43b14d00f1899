import {
  createServiceFactory,
  type BackendFeature,
} from '@backstage/backend-plugin-api';
import { mockCredentials, mockServices } from '@backstage/backend-test-utils';
import { catalogServiceRef } from '@backstage/plugin-catalog-node';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import notificationsPlugin from '@backstage/plugin-notifications-backend';
import request from 'supertest';

/** A group of the portal, and the one user in it, who is who asks in tests. */
export const TEAM = 'group:default/team';

const team = {
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'Group',
  metadata: { name: 'team', namespace: 'default' },
  spec: { type: 'team', children: [] },
  relations: [{ type: 'hasMember', targetRef: 'user:default/mock' }],
};
const member = {
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'User',
  metadata: { name: 'mock', namespace: 'default' },
  spec: { memberOf: ['team'] },
  relations: [{ type: 'memberOf', targetRef: TEAM }],
};

/** A notification as its receiver gets it. */
export interface Received {
  user: string;
  payload: {
    title: string;
    description: string;
    link: string;
    severity: string;
    topic: string;
    scope: string;
  };
}

/** What a test backend needs to have Backstage's own notifications, and a catalog that knows {@link TEAM}. */
export function portalNotifications(
  options: { sprintconnect?: object; catalogFails?: boolean } = {},
): BackendFeature[] {
  const { sprintconnect = {}, catalogFails } = options;
  const catalog = catalogServiceMock({ entities: [team, member] });
  if (catalogFails) {
    catalog.getEntitiesByRefs = async () => {
      throw new Error('the catalog does not answer');
    };
  }
  return [
    mockServices.rootConfig.factory({
      data: { app: { baseUrl: 'http://portal.example' }, sprintconnect },
    }),
    createServiceFactory({
      service: catalogServiceRef,
      deps: {},
      factory: () => catalog,
    }),
    notificationsPlugin,
  ];
}

/** What the user of {@link TEAM} was told, latest first. */
export async function inboxOf(backend: {
  server: Parameters<typeof request>[0];
}): Promise<Received[]> {
  const { body } = await request(backend.server)
    .get('/api/notifications')
    .set('Authorization', mockCredentials.user.header());
  return body.notifications;
}
