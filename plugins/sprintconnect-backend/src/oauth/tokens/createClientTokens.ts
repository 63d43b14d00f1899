import type { TokenSource } from '../../ports';
import type { SharedTokens } from './createSharedTokens';
import { keyOf } from './keyOf';
import { requestInTime, type TokenRequestDeps } from './requestToken';

/** Gets tokens of clients for themselves. */
export function createClientTokens(
  deps: TokenRequestDeps,
  shared: SharedTokens,
): TokenSource {
  return {
    clientToken(client, { signal, refused } = {}) {
      const { orgId, credentialId, version } = client;
      const wanted = {
        ...{ refused, owner: { credentialId, version } },
        id: { orgId, key: keyOf(client) },
        ask: async (asking: AbortSignal) => ({
          given: await requestInTime(deps, client, asking),
        }),
      };
      return shared.get(wanted, signal);
    },
    async triedToken(client, { signal }) {
      const { accessToken } = await requestInTime(deps, client, signal);
      return { text: accessToken };
    },
    forget: (tx, what) => shared.forget(tx, what),
  };
}
