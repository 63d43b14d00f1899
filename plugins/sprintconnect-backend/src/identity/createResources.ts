import type { Request } from 'express';
import {
  isMcpEndpointPath,
  offeredScopes,
  type ProtectedResource,
} from '@sprintconnect/plugin-sprintconnect-common';
import { PROOF_ALGORITHMS } from './binding/readProof';
import type { BaseUrls } from './createAddressesOf';
import type { IdentitySettings } from './credentials/IdentitySettings';

/** Where clients look for the metadata (RFC 9728, section 3), below the origin and again below our own path. */
export const METADATA_PATH = '/.well-known/oauth-protected-resource';

/** The portal's own authorization server (auth-backend), with which people sign in to their MCP clients. */
export interface PortalSignIn {
  /** Its issuer: the external base URL of the plugin `auth`. */
  issuer: string;
  /** `openid`, and `offline_access` where it renews what it gave. */
  scopes: readonly string[];
}

/** What we are to OAuth clients: one resource for REST, and one for each MCP endpoint (RFC 9728). */
export interface ProtectedResources {
  /** The metadata of what is at a path below ours, such as `/mcp`; undefined where no resource can be. */
  metadataAt(path: string): ProtectedResource | undefined;
  /** Where the metadata of the resource is that a request was sent to. */
  metadataUrlOf(req: Pick<Request, 'originalUrl'>): string;
  /** The identifier of the MCP endpoint that a request was sent to; undefined for other requests. */
  endpointOf(req: Pick<Request, 'originalUrl'>): string | undefined;
}

/**
 * By the shape of paths alone: whether a server of a name exists is nothing that somebody unknown is told. Identifiers are what the
 * client was given, with its slash at the end, because clients compare them character by character (RFC 9728, section 3.3).
 */
export function createResources(
  { external, internal }: BaseUrls,
  choices: { settings: IdentitySettings; signIn?: PortalSignIn },
): ProtectedResources {
  const mount = new URL(internal).pathname.replace(/\/$/, '');
  const { origin, pathname } = new URL(external);
  // Below the origin, where clients look first; but a proxy that adds to our path leads only to what lies below it.
  const metadataUrl =
    pathname.replace(/\/$/, '') === mount
      ? origin + METADATA_PATH + mount
      : external + METADATA_PATH;
  const endpointPathOf = ({ originalUrl }: Pick<Request, 'originalUrl'>) => {
    const [path] = originalUrl.split('?', 1);
    const own = path.startsWith(`${mount}/`) ? path.slice(mount.length) : path;
    return isMcpEndpointPath(own) ? own : undefined;
  };
  const base = external.replace(/\/$/, '');
  const common = commonOf(choices);
  return {
    metadataAt(path) {
      if (path === '' || path === '/') return { resource: external, ...common };
      return isMcpEndpointPath(path)
        ? { resource: base + path, ...common }
        : undefined;
    },
    metadataUrlOf: req => metadataUrl + (endpointPathOf(req) ?? ''),
    endpointOf: req => {
      const path = endpointPathOf(req);
      return path && base + path;
    },
  };
}

/** What a client must know to present a token (RFC 9728, section 2). */
function commonOf(choices: {
  settings: IdentitySettings;
  signIn?: PortalSignIn;
}): Omit<ProtectedResource, 'resource'> {
  const { signIn } = choices;
  const { issuers, clientCertificate } = choices.settings;
  const servers = [
    ...(signIn ? [signIn.issuer] : []),
    ...issuers.map(({ issuer }) => issuer),
  ];
  const allRequire = (binding: 'dpop' | 'mtls') =>
    !signIn &&
    issuers.length > 0 &&
    issuers.every(({ requireBinding }) => requireBinding === binding);
  // Clients ask for every scope that is listed here, and the portal knows none of ours.
  const isOnlyPortal = signIn && issuers.length === 0;
  return {
    resource_name: 'SprintConnect',
    ...(servers.length > 0 && { authorization_servers: servers }),
    scopes_supported: [
      ...(signIn?.scopes ?? []),
      ...(isOnlyPortal ? [] : [...offeredScopes, 'org:*']),
    ],
    bearer_methods_supported: ['header'],
    dpop_signing_alg_values_supported: [...PROOF_ALGORITHMS],
    dpop_bound_access_tokens_required: allRequire('dpop'),
    tls_client_certificate_bound_access_tokens:
      clientCertificate !== undefined || allRequire('mtls'),
  };
}
