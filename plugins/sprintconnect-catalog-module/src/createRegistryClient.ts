import type {
  AuthService,
  DiscoveryService,
} from '@backstage/backend-plugin-api';
import {
  SPRINTCONNECT_PLUGIN_ID,
  SprintConnectClient,
} from '@sprintconnect/plugin-sprintconnect-common';

/**
 * The registry, asked as the catalog plugin itself, for one organisation where there are several: its id, or the reference
 * of a user or group of it. Tokens are short-lived, so each request takes a new one.
 */
export function createRegistryClient(services: {
  auth: AuthService;
  discovery: DiscoveryService;
  organisation?: string;
}): SprintConnectClient {
  const { auth, discovery, organisation } = services;
  return new SprintConnectClient({
    baseUrl: () => discovery.getBaseUrl(SPRINTCONNECT_PLUGIN_ID),
    fetch: async (url, init) => {
      const { token } = await auth.getPluginRequestToken({
        onBehalfOf: await auth.getOwnServiceCredentials(),
        targetPluginId: SPRINTCONNECT_PLUGIN_ID,
      });
      const headers = new Headers(init?.headers);
      headers.set('authorization', `Bearer ${token}`);
      if (organisation) {
        headers.set('sprintconnect-organization', organisation);
      }
      return fetch(url, { ...init, headers });
    },
  });
}
