import type { Entity } from '@backstage/catalog-model';
import { renderInTestApp } from '@backstage/frontend-test-utils';
import {
  type EntityPresentationApi,
  EntityProvider,
  entityPresentationApiRef,
} from '@backstage/plugin-catalog-react';
import { createMockApi } from '../../../dev/mockApi';
import type { MockWorld } from '../../../dev/mockWorld';
import { sprintConnectApiRef } from '../../client';
import { serversRouteRef } from '../../routes';

const plain: EntityPresentationApi = {
  forEntity: () => {
    const snapshot = { entityRef: 'api:default/x', primaryTitle: 'x' };
    return { snapshot, promise: Promise.resolve(snapshot) };
  },
};

/** What stands on the page of an entity, over the mock API. */
export function renderEntity(
  entity: Entity,
  content: JSX.Element,
  changes: Partial<MockWorld> = {},
) {
  const { world, client } = createMockApi(changes);
  renderInTestApp(<EntityProvider entity={entity}>{content}</EntityProvider>, {
    mountedRoutes: { '/sprintconnect/servers': serversRouteRef },
    apis: [
      [sprintConnectApiRef, client],
      [entityPresentationApiRef, plain],
    ],
  });
  return world;
}
