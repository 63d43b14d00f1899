import { mockCredentials } from '@backstage/backend-test-utils';
import { SprintConnectClient } from '@sprintconnect/plugin-sprintconnect-common';

/** The headers of a user whom nothing is refused by default. */
export const ADMIN = { Authorization: mockCredentials.user.header() };

/** A client that sends them. */
export function adminClient(baseUrl: string): SprintConnectClient {
  return new SprintConnectClient({
    baseUrl,
    fetch: (url, init) =>
      fetch(url, { ...init, headers: { ...init?.headers, ...ADMIN } }),
  });
}
