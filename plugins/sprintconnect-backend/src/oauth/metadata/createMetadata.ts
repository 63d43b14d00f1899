import { withSignal } from '@sprintconnect/plugin-sprintconnect-common';
import type { AuthorizationServer } from 'oauth4webapi';
import { PromiseCache } from '../../pace';
import {
  OauthError,
  type Clock,
  type Egress,
  type EgressTarget,
} from '../../ports';
import { findIssuer } from './findIssuer';
import { findResource, type ProtectedResource } from './findResource';

const KEPT_MS = 10 * 60_000;
const MAX = 500;
/** For all places that one document may be at. */
const TIMEOUT_MS = 10_000;

/**
 * What servers and authorization servers say of themselves, as far as the servers of an organisation may ask. What was read is kept for ten
 * minutes, a failure not at all.
 */
export interface Metadata {
  /** Whom a server trusts; see {@link findResource}. */
  resourceOf(asker: EgressTarget, serverUrl: URL): Promise<ProtectedResource>;
  /** What an authorization server says of itself; see {@link findIssuer}. */
  issuerOf(
    asker: EgressTarget,
    issuer: string,
    says?: string,
  ): Promise<AuthorizationServer>;
}

export function createMetadata(options: {
  egress: Egress;
  clock: Clock;
}): Metadata {
  const { egress, clock } = options;
  const kept = { clock, keptMs: KEPT_MS, max: MAX };
  const resources = new PromiseCache<ProtectedResource>(kept);
  const issuers = new PromiseCache<AuthorizationServer>(kept);
  const wayOf = ({ orgId, environment }: EgressTarget) =>
    egress.for({ orgId, environment });
  return {
    resourceOf: (asker, url) =>
      resources.get(keyOf(asker, url.href), () =>
        inTime(url.origin, signal => findResource(wayOf(asker), url, signal)),
      ),
    issuerOf: (asker, named, says) =>
      issuers.get(keyOf(asker, JSON.stringify([named, says])), () =>
        inTime(named, signal =>
          findIssuer(wayOf(asker), { named, says }, signal),
        ),
      ),
  };
}

/** What one organisation may read in one environment says nothing of another. */
function keyOf({ orgId, environment }: EgressTarget, what: string): string {
  return JSON.stringify([orgId, environment ?? null, what]);
}

/** Several may wait for one answer, so none of their signals bounds it. */
function inTime<T>(
  whom: string,
  ask: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  return withSignal({ timeoutMs: TIMEOUT_MS }, async (signal, tied) => {
    try {
      return await ask(signal);
    } catch (error) {
      if (!tied.isLate) throw error;
      throw new OauthError(
        'authorization-server-unavailable',
        `${whom} didn't answer within ${TIMEOUT_MS / 1000} s`,
      );
    }
  });
}
