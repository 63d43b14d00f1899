import {
  ApiBlueprint,
  createApiRef,
  fetchApiRef,
} from '@backstage/frontend-plugin-api';
import { SprintConnectClient } from '@sprintconnect/plugin-sprintconnect-common';

/** The client of the REST contract, with the identity of the signed-in person. */
export const sprintConnectApiRef = createApiRef<SprintConnectClient>({
  id: 'plugin.sprintconnect.client',
});

export const clientApi = ApiBlueprint.make({
  params: define =>
    define({
      api: sprintConnectApiRef,
      deps: { fetchApi: fetchApiRef },
      factory: ({ fetchApi }) =>
        new SprintConnectClient({
          fetch: (url, init) => fetchApi.fetch(url, init),
          baseUrl: 'plugin://sprintconnect',
        }),
    }),
});
