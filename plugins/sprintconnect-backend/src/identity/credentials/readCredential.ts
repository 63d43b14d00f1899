import type { IncomingMessage } from 'node:http';
import type { ShownCredential } from './PresentedCredential';
import { RefusedCredential } from './RefusedCredential';

const AUTHORIZATION_MAX = 12 * 1024;
const PROOF_MAX = 8 * 1024;

/**
 * What the request shows, or undefined when that is nothing that we read. Throws {@link RefusedCredential} on what is
 * ambiguous or too long: of two headers one component may read the first and another the second.
 */
export function readCredential(
  req: Pick<IncomingMessage, 'headers' | 'rawHeaders'>,
): ShownCredential | undefined {
  const authorization = onlyOne(req, 'authorization');
  const proof = onlyOne(req, 'dpop');
  if (authorization === undefined) return undefined;
  if (authorization.length > AUTHORIZATION_MAX) throw tooLong('Authorization');
  if (proof && proof.length > PROOF_MAX) throw tooLong('DPoP');
  const [, scheme, rest] = /^(\S+)[ ]*(.*)$/.exec(authorization) ?? [];
  if (!/^(bearer|dpop)$/i.test(scheme ?? '')) return undefined;
  if (!/^\S+$/.test(rest)) {
    throw malformed(`Send one token: "Authorization: ${scheme} <token>".`);
  }
  return {
    scheme: scheme.toLowerCase() === 'dpop' ? 'DPoP' : 'Bearer',
    token: rest,
    proof,
  };
}

/** The value of a header that may come once; Node keeps the first of some and joins others, so the raw ones count. */
export function onlyOne(
  req: Pick<IncomingMessage, 'headers' | 'rawHeaders'>,
  name: string,
): string | undefined {
  const value = req.headers[name];
  if (value === undefined) return undefined;
  const times = req.rawHeaders.filter(
    (header, index) => index % 2 === 0 && header.toLowerCase() === name,
  ).length;
  if (times > 1) {
    throw malformed(
      `Send the header ${name} once; it was sent ${times} times.`,
    );
  }
  return String(value);
}

function tooLong(name: string): RefusedCredential {
  return malformed(`The header ${name} is too long.`);
}

function malformed(detail: string): RefusedCredential {
  return new RefusedCredential(detail, { code: 'invalid_request' });
}
