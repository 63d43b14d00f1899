import type {
  AuthService,
  DiscoveryService,
} from '@backstage/backend-plugin-api';
import {
  SPRINTCONNECT_PLUGIN_ID,
  SprintConnectClient,
} from '@sprintconnect/plugin-sprintconnect-common';

/** The registry, asked as the search plugin itself. Tokens are short-lived, so each request takes a new one. */
export function createRegistryClient(services: {
  auth: AuthService;
  discovery: DiscoveryService;
}): SprintConnectClient {
  const { auth, discovery } = services;
  return new SprintConnectClient({
    baseUrl: () => discovery.getBaseUrl(SPRINTCONNECT_PLUGIN_ID),
    fetch: async (url, init) => {
      const { token } = await auth.getPluginRequestToken({
        onBehalfOf: await auth.getOwnServiceCredentials(),
        targetPluginId: SPRINTCONNECT_PLUGIN_ID,
      });
      const headers = new Headers(init?.headers);
      headers.set('authorization', `Bearer ${token}`);
      return fetch(url, { ...init, headers });
    },
  });
}
