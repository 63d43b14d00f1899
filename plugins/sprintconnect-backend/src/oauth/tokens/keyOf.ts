import { createHash } from 'node:crypto';
import type { ClientCredentials } from '../../ports';

/**
 * Names the token of a client for a server: everything by which one may be good where another is not. The order of scopes does not
 * matter (RFC 6749, section 3.3). Pure.
 */
export function keyOf(client: ClientCredentials): string {
  const parts = [
    client.orgId,
    client.credentialId,
    client.version,
    client.clientId,
    client.authentication.method,
    client.issuer ?? null,
    client.tokenEndpoint ?? null,
    client.resource === 'send' || !client.issuer ? client.serverUrl : null,
    client.resource,
    [...new Set(client.scopes)].sort(),
    client.audience ?? null,
  ];
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex');
}
