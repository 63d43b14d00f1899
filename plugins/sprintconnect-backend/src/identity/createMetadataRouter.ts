import type { Router } from 'express';
import {
  type ProtectedResource,
  offeredScopes,
} from '@sprintconnect/plugin-sprintconnect-common';
import { createRouter } from '../http';
import type { IdentitySettings } from './credentials/IdentitySettings';
import { PROOF_ALGORITHMS } from './binding/readProof';

/** Where clients look for the metadata (RFC 9728, section 3), below the origin and again below our own path. */
export const METADATA_PATH = '/.well-known/oauth-protected-resource';

/** Serves the metadata of the resource that SprintConnect is, to everyone. */
export function createMetadataRouter(
  path: string,
  metadata: ProtectedResource,
): Router {
  const router = createRouter();
  router.get(path, async (_req, res) => {
    res.set('Cache-Control', 'public, max-age=300').json(metadata);
  });
  return router;
}

/** What a client must know to present a token (RFC 9728, section 2). */
export function metadataOf(
  resource: string,
  { issuers, clientCertificate }: IdentitySettings,
): ProtectedResource {
  const allRequire = (binding: 'dpop' | 'mtls') =>
    issuers.length > 0 &&
    issuers.every(({ requireBinding }) => requireBinding === binding);
  return {
    resource,
    resource_name: 'SprintConnect',
    ...(issuers.length > 0 && {
      authorization_servers: issuers.map(({ issuer }) => issuer),
    }),
    scopes_supported: [...offeredScopes, 'org:*'],
    bearer_methods_supported: ['header'],
    dpop_signing_alg_values_supported: PROOF_ALGORITHMS,
    dpop_bound_access_tokens_required: allRequire('dpop'),
    tls_client_certificate_bound_access_tokens:
      clientCertificate !== undefined || allRequire('mtls'),
  };
}
