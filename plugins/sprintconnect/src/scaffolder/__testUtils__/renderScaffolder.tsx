import type { Entity } from '@backstage/catalog-model';
import { renderTestApp } from '@backstage/frontend-test-utils';
import {
  catalogApiRef,
  type EntityPresentationApi,
  entityPresentationApiRef,
  entityRouteRef,
} from '@backstage/plugin-catalog-react';
import { catalogApiMock } from '@backstage/plugin-catalog-react/testUtils';
import scaffolderPlugin from '@backstage/plugin-scaffolder/alpha';
import { scaffolderApiRef } from '@backstage/plugin-scaffolder-react';
import { signalApiRef } from '@backstage/plugin-signals-react';
import { createMockApi } from '../../../dev/mockApi';
import {
  createMockScaffolder,
  type ScaffolderWorld,
} from '../../../dev/mockScaffolder';
import type { MockWorld } from '../../../dev/mockWorld';
import {
  createSignals,
  type RenderedPage,
} from '../../__testUtils__/renderPage';
import { sprintConnectApiRef } from '../../client';
import plugin from '../../plugin';

const plain: EntityPresentationApi = {
  forEntity: entityOrRef => {
    const entityRef = String(entityOrRef);
    const snapshot = { entityRef, primaryTitle: entityRef };
    return { snapshot, promise: Promise.resolve(snapshot) };
  },
};

/** The scaffolder of Backstage with our plugin beside it, at `path` below `/create`, over the mocks of dev/. */
export function renderScaffolder(
  path: string,
  changes: Partial<MockWorld> = {},
  portal: Partial<ScaffolderWorld> & {
    entities?: Entity[];
    /** Below `app`. */
    config?: object;
  } = {},
): RenderedPage & { created: unknown[] } {
  const { entities = [], config, ...world } = portal;
  // The steps of a form begin at their top; jsdom has no layout to scroll.
  window.scrollTo = () => {};
  const mock = createMockApi(changes);
  const signals = createSignals();
  const scaffolder = createMockScaffolder(world);
  const rendered = renderTestApp({
    features: [plugin, scaffolderPlugin],
    mountedRoutes: { '/catalog/:namespace/:kind/:name': entityRouteRef },
    apis: [
      [sprintConnectApiRef, mock.client],
      [signalApiRef, signals.api],
      [catalogApiRef, catalogApiMock({ entities })],
      [entityPresentationApiRef, plain],
      [scaffolderApiRef, scaffolder.api],
    ],
    config: {
      app: { baseUrl: 'http://localhost:3000', ...config },
      backend: { baseUrl: 'http://localhost:7007' },
    },
    initialRouteEntries: [`/create${path}`],
  });
  return { ...rendered, ...mock, signals, created: scaffolder.created };
}
