import type { ConnectionAddresses } from './ConnectionsDeps';

/** Below the address of the portal: where people read of their accounts. */
export const CONNECTIONS_PAGE = '/sprintconnect/connections';
/** Below the base of our API: our metadata as a client, for authorization servers. */
export const CLIENT_DOCUMENT_PATH = '/oauth/client.json';

/** Where people and authorization servers find us. Pure. */
export function connectionAddresses(at: {
  portalUrl: string;
  baseUrl: string;
}): ConnectionAddresses {
  return {
    portalUrl: at.portalUrl,
    redirectUri: `${at.portalUrl}${CONNECTIONS_PAGE}/finish`,
    documentUrl: at.baseUrl + CLIENT_DOCUMENT_PATH,
  };
}
