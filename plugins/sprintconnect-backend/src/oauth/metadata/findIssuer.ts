import type { AuthorizationServer } from 'oauth4webapi';
import { OauthError, type WayOut } from '../../ports';
import { nameOf, readDocument } from './readDocument';
import { secureUrlOf } from './secureUrlOf';

const OAUTH = '/.well-known/oauth-authorization-server';
const OPENID = '/.well-known/openid-configuration';
/** What we send something to, or people. */
const ENDPOINTS = [
  'token_endpoint',
  'authorization_endpoint',
  'registration_endpoint',
  'revocation_endpoint',
] as const;

/**
 * Reads the metadata of an authorization server: RFC 8414 with the path of the issuer inserted, then OpenID Connect Discovery with it
 * inserted, then appended. Only a document that says this very issuer is used (RFC 8414, section 3.3); one of another is passed over, and
 * told when no other is there.
 *
 * @param issuer - `says`: what its metadata may call it in the place of `named`; an exception that somebody allowed for one server.
 *
 * Throws an {@link OauthError}.
 */
export async function findIssuer(
  egress: WayOut,
  { named: issuer, says = issuer }: { named: string; says?: string },
  signal: AbortSignal,
): Promise<AuthorizationServer> {
  const { origin, pathname, search } = secureUrlOf(issuer, 'The issuer');
  if (search || issuer.includes('#')) {
    throw invalid(`The issuer ${origin}${pathname} has a query or fragment`);
  }
  const path = pathname.replace(/\/$/, '');
  const places = new Set([
    `${origin}${OAUTH}${path}`,
    `${origin}${OPENID}${path}`,
    `${origin}${path}${OPENID}`,
  ]);
  let foreign: OauthError | undefined;
  for (const place of places) {
    const url = new URL(place);
    const document = await readDocument(egress, url, signal);
    if (!document) continue;
    if (isSameIssuer(document.issuer, says)) return serverIn(document, url);
    foreign = invalid(
      `The metadata at ${place} is of ${said(document.issuer)}, not of the issuer ${says} (RFC 8414, section 3.3)`,
    );
  }
  throw (
    foreign ??
    invalid(
      `${issuer} has no metadata of an authorization server (RFC 8414). Name its token endpoint`,
    )
  );
}

/** The same text. Only the slash after a mere host says nothing (RFC 3986, section 6.2.3). */
export function isSameIssuer(found: unknown, issuer: string): boolean {
  if (typeof found !== 'string') return false;
  const bare = (text: string) => text.replace(/^([a-z]+:\/\/[^/?#]+)\/$/, '$1');
  return bare(found) === bare(issuer);
}

function serverIn(
  document: Record<string, unknown>,
  place: URL,
): AuthorizationServer {
  const where = `The metadata at ${nameOf(place)}`;
  for (const name of ENDPOINTS) {
    if (document[name] !== undefined) {
      secureUrlOf(document[name], `${where}, for ${name},`);
    }
  }
  if (document.token_endpoint === undefined) {
    throw invalid(`${where} names no token endpoint`);
  }
  return document as unknown as AuthorizationServer;
}

/** What a stranger calls itself, as far as a message is the place for it. */
function said(issuer: unknown): string {
  return typeof issuer === 'string' ? issuer.slice(0, 200) : 'no issuer';
}

function invalid(message: string): OauthError {
  return new OauthError('authorization-server-invalid', message);
}
