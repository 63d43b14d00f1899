import { renderTestApp } from '@backstage/frontend-test-utils';
import {
  type FrontendFeature,
  type IdentityApi,
  identityApiRef,
} from '@backstage/frontend-plugin-api';
import {
  type CatalogApi,
  catalogApiRef,
  type StarredEntitiesApi,
  starredEntitiesApiRef,
} from '@backstage/plugin-catalog-react';
import { signalApiRef } from '@backstage/plugin-signals-react';
import { act, type RenderResult } from '@testing-library/react';
import type { SprintConnectSignal } from '@sprintconnect/plugin-sprintconnect-common';
import { createMockApi } from '../../dev/mockApi';
import type { MockWorld } from '../../dev/mockWorld';
import { sprintConnectApiRef } from '../client';
import plugin from '../plugin';

/** Signals that a test sends by hand. */
export function createSignals() {
  const listeners = new Set<(message: SprintConnectSignal) => void>();
  return {
    send: (signal: SprintConnectSignal) =>
      act(() => listeners.forEach(listener => listener(signal))),
    api: {
      subscribe: (_channel: string, listener: (message: never) => void) => {
        const heard = listener as (message: SprintConnectSignal) => void;
        listeners.add(heard);
        return { unsubscribe: () => void listeners.delete(heard) };
      },
    },
  };
}

/** What a test does with a page. */
export type RenderedPage = RenderResult &
  ReturnType<typeof createMockApi> & {
    signals: ReturnType<typeof createSignals>;
  };

/** The whole plugin in a test app, at `path` below `/sprintconnect`, over the mock of dev/. */
export function renderPage(
  path: string,
  changes: Partial<MockWorld> = {},
  /** Of the portal around it. */
  portal: {
    catalog?: CatalogApi;
    identity?: IdentityApi;
    stars?: StarredEntitiesApi;
    /** Other plugins. */
    features?: FrontendFeature[];
  } = {},
): RenderedPage {
  const mock = createMockApi(changes);
  const signals = createSignals();
  const rendered = renderTestApp({
    features: [plugin, ...(portal.features ?? [])],
    apis: [
      [sprintConnectApiRef, mock.client],
      [signalApiRef, signals.api],
      ...(portal.catalog ? [[catalogApiRef, portal.catalog] as const] : []),
      ...(portal.stars ? [[starredEntitiesApiRef, portal.stars] as const] : []),
      ...(portal.identity ? [[identityApiRef, portal.identity] as const] : []),
    ],
    initialRouteEntries: [`/sprintconnect${path}`],
  });
  return { ...rendered, ...mock, signals };
}
