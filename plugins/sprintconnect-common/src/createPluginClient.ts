import { SPRINTCONNECT_PLUGIN_ID } from './names';
import { SprintConnectClient } from './SprintConnectClient';

/**
 * What a backend plugin has of Backstage to ask the registry by itself, as far as it matters here: so that this package
 * goes on working in browsers. `C` is what the auth service knows of who asks.
 *
 * @public
 */
export interface PluginClientServices<C> {
  /** `coreServices.auth`. */
  auth: {
    /** Who the plugin itself is. */
    getOwnServiceCredentials(): Promise<C>;
    /** A short-lived token of these credentials for another plugin. */
    getPluginRequestToken(options: {
      onBehalfOf: C;
      targetPluginId: string;
    }): Promise<{ token: string }>;
  };
  /** `coreServices.discovery`. */
  discovery: {
    /** Where a plugin is reached. */
    getBaseUrl(pluginId: string): Promise<string>;
  };
  /** Whose requests they are. Default: of the plugin itself. */
  credentials?: () => Promise<C>;
  /** Where there are several: the id of one, or the reference of a user or group of it. Default: the only one. */
  organisation?: string;
}

/**
 * The registry, asked as the backend plugin itself or on behalf of whom `credentials` name. Each request takes a new token, because they are short-lived.
 *
 * @public
 */
export function createPluginClient<C>(
  services: PluginClientServices<C>,
): SprintConnectClient {
  const { auth, discovery, organisation } = services;
  const whose = services.credentials ?? (() => auth.getOwnServiceCredentials());
  return new SprintConnectClient({
    baseUrl: () => discovery.getBaseUrl(SPRINTCONNECT_PLUGIN_ID),
    fetch: async (url, init) => {
      const { token } = await auth.getPluginRequestToken({
        onBehalfOf: await whose(),
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
