import { OauthError, type WayOut } from '../../ports';
import { coversUrl } from './coversUrl';
import { metadataUrlIn } from './metadataUrlIn';
import { explainEgress, nameOf, readDocument } from './readDocument';
import { secureUrlOf } from './secureUrlOf';

const WELL_KNOWN = '/.well-known/oauth-protected-resource';
/** More than anybody has; what is beyond is not read. */
const ISSUERS_MAX = 20;
const SCOPES_MAX = 200;

/** What a server says of itself as a resource (RFC 9728, section 2). */
export interface ProtectedResource {
  /** What tokens for it are asked for. */
  resource: string;
  /** The issuers that it trusts, at least one. */
  issuers: string[];
  scopes: string[];
}

/**
 * Asks a server whom it trusts: where its challenge says (RFC 9728, section 5.1), else at the well-known address with its path, else at that
 * of its root (section 3.1). The first document that is there counts; one that is of another resource is not used (section 3.3), and
 * nobody is asked after it.
 *
 * Throws an {@link OauthError}.
 */
export async function findResource(
  egress: WayOut,
  server: URL,
  signal: AbortSignal,
): Promise<ProtectedResource> {
  const said = metadataUrlIn(await challengeOf(egress, server, signal));
  const { origin, pathname } = server;
  const places = [
    ...(said === undefined
      ? []
      : [secureUrlOf(said, `What ${nameOf(server)} calls its metadata`)]),
    new URL(`${origin}${WELL_KNOWN}${pathname.replace(/\/$/, '')}`),
    new URL(`${origin}${WELL_KNOWN}`),
  ];
  const unique = new Map(places.map(url => [url.href, url]));
  for (const place of unique.values()) {
    const document = await readDocument(egress, place, signal);
    if (document) return resourceIn(document, { place, server });
  }
  throw invalid(
    `${nameOf(server)} doesn't say which authorization server it trusts (RFC 9728). Name the issuer or the token endpoint`,
  );
}

/** What the server answers to somebody without a token. */
async function challengeOf(
  egress: WayOut,
  server: URL,
  signal: AbortSignal,
): Promise<string | null> {
  try {
    const response = await egress.fetch({ headersTimeoutMs: 5_000 })(server, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        accept: 'application/json, text/event-stream',
      },
      body: JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'ping' }),
      signal,
    });
    await response.body?.cancel();
    return response.headers.get('www-authenticate');
  } catch (error) {
    throw explainEgress(error, server);
  }
}

function resourceIn(
  document: Record<string, unknown>,
  { place, server }: { place: URL; server: URL },
): ProtectedResource {
  const { resource } = document;
  const where = `The metadata at ${nameOf(place)}`;
  const url = secureUrlOf(resource, `${where}, as the resource,`);
  if (!coversUrl(url, server)) {
    throw invalid(
      `${where} is for ${nameOf(url)}, not for ${nameOf(server)} (RFC 9728, section 3.3)`,
    );
  }
  const issuers = textsIn(document.authorization_servers).slice(0, ISSUERS_MAX);
  if (issuers.length === 0) {
    throw invalid(`${where} names no authorization server`);
  }
  return {
    resource: String(resource),
    issuers,
    scopes: textsIn(document.scopes_supported).slice(0, SCOPES_MAX),
  };
}

function textsIn(value: unknown): string[] {
  return Array.isArray(value)
    ? value.filter(each => typeof each === 'string')
    : [];
}

function invalid(message: string): OauthError {
  return new OauthError('authorization-server-invalid', message);
}
