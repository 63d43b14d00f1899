import { createDevApp } from '@backstage/frontend-dev-utils';
import {
  ApiBlueprint,
  createFrontendModule,
} from '@backstage/frontend-plugin-api';
import catalogPlugin from '@backstage/plugin-catalog/alpha';
import { catalogApiRef } from '@backstage/plugin-catalog-react';
import { catalogApiMock } from '@backstage/plugin-catalog-react/testUtils';
import homePlugin from '@backstage/plugin-home/alpha';
import scaffolderPlugin from '@backstage/plugin-scaffolder/alpha';
import { scaffolderApiRef } from '@backstage/plugin-scaffolder-react';
import searchPlugin from '@backstage/plugin-search/alpha';
import { searchApiRef } from '@backstage/plugin-search-react';
import plugin from '../src';
import { sprintConnectApiRef } from '../src/client';
import { entities } from './entities';
import { createMockApi } from './mockApi';
import { createMockScaffolder, templates } from './mockScaffolder';
import { searchDocuments } from './searchDocuments';
import { worldOf } from './worlds';

// `?world=empty` and its like show the states that are hard to reach by hand. Kept while pages change.
const asked = new URLSearchParams(window.location.search).get('world');
if (asked) window.sessionStorage.setItem('world', asked);
const { client } = createMockApi(
  worldOf(window.sessionStorage.getItem('world') ?? 'usual'),
);

const mockClient = createFrontendModule({
  pluginId: 'sprintconnect',
  extensions: [
    ApiBlueprint.make({
      params: define =>
        define({ api: sprintConnectApiRef, deps: {}, factory: () => client }),
    }),
  ],
});

const mockCatalog = createFrontendModule({
  pluginId: 'catalog',
  extensions: [
    ApiBlueprint.make({
      params: define =>
        define({
          api: catalogApiRef,
          deps: {},
          factory: () =>
            catalogApiMock({ entities: [...entities, ...templates] }),
        }),
    }),
  ],
});

const mockScaffolder = createFrontendModule({
  pluginId: 'scaffolder',
  extensions: [
    ApiBlueprint.make({
      params: define =>
        define({
          api: scaffolderApiRef,
          deps: {},
          factory: () => createMockScaffolder().api,
        }),
    }),
  ],
});

const mockSearch = createFrontendModule({
  pluginId: 'search',
  extensions: [
    ApiBlueprint.make({
      params: define =>
        define({
          api: searchApiRef,
          deps: {},
          factory: () => ({ query: async query => searchDocuments(query) }),
        }),
    }),
  ],
});

createDevApp({
  features: [
    plugin,
    mockClient,
    catalogPlugin,
    mockCatalog,
    homePlugin,
    scaffolderPlugin,
    mockScaffolder,
    searchPlugin,
    mockSearch,
  ],
});
