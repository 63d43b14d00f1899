import type { ProblemKindInfo } from './ProblemKindInfo';

/** The kinds of problems that are of us or of a server, and not of the request (RFC 9110, section 15.6). */
export const failureKinds = {
  'policy-failed': {
    status: 500,
    meaning: "The portal's permission policy failed.",
    remedy: 'Have an administrator look up the request ID in the log.',
  },
  'upstream-dns': {
    status: 502,
    meaning: 'The name of the tested server does not resolve.',
    remedy: 'Check the URL.',
  },
  'upstream-refused': {
    status: 502,
    meaning: 'Nothing answers at the address, or the process ended.',
    remedy: 'Check that the server runs.',
  },
  'upstream-tls': {
    status: 502,
    meaning: 'The certificate or the TLS handshake failed.',
    remedy: 'Check the certificate of the server.',
  },
  'upstream-throttled': {
    status: 502,
    meaning: 'The tested server answered 429.',
    remedy: 'Try again later.',
  },
  'upstream-protocol': {
    status: 502,
    meaning: 'Something answers, but not as MCP asks.',
    remedy: 'Check that the URL is that of an MCP server.',
  },
  'upstream-http-5xx': {
    status: 502,
    meaning: 'The tested server answered with a failure of its own.',
    remedy: 'See the log of that server.',
  },
  'upstream-too-large': {
    status: 502,
    meaning: 'The tested server sends too much.',
    remedy: 'See docs/bounds.md.',
  },
  'upstream-error': {
    status: 502,
    meaning: 'The server answered the call with an error of the protocol.',
    remedy: 'Correct what "detail" says, or tell the owner of the server.',
  },
  'upstream-result-invalid': {
    status: 502,
    meaning: 'The result does not fit the output schema of the tool.',
    remedy: 'Tell the owner of the server; the tool may have run.',
  },
  'authorization-server-invalid': {
    status: 502,
    meaning: 'The authorization server is not as it should be.',
    remedy: 'Tell the owner of the server what "detail" says.',
  },
  'upstream-unusable': {
    status: 502,
    meaning: 'What the tested server offers cannot be kept.',
    remedy: 'Correct the item that "detail" names.',
  },
  'database-unavailable': {
    status: 503,
    meaning: 'The database cannot be reached; nothing was changed.',
    remedy: 'Try again after the seconds of Retry-After.',
  },
  'outcome-unknown': {
    status: 503,
    meaning: 'The change may or may not have been saved.',
    remedy: 'Send it again with the same Idempotency-Key, or look first.',
  },
  'catalog-unavailable': {
    status: 503,
    meaning: 'The catalog does not answer what has to be known.',
    remedy: 'Try again after the seconds of Retry-After.',
  },
  'portal-unavailable': {
    status: 503,
    meaning: 'The portal cannot say who the caller is or what they may do.',
    remedy: 'Try again after the seconds of Retry-After.',
  },
  'issuer-unavailable': {
    status: 503,
    meaning: 'The keys of the issuer of the token cannot be read.',
    remedy: 'Try again after the seconds of Retry-After.',
  },
  'server-busy': {
    status: 503,
    meaning: 'As many calls to the server are in progress as may be.',
    remedy: 'Try again after the seconds of Retry-After.',
  },
  'server-resting': {
    status: 503,
    meaning: 'The server failed for long, and is left alone for now.',
    remedy: 'Try again after the seconds of Retry-After.',
  },
  'secrets-unavailable': {
    status: 503,
    meaning: 'What keeps the secrets of credentials does not answer.',
    remedy: 'Try again after the seconds of Retry-After.',
  },
  'authorization-server-unavailable': {
    status: 503,
    meaning: 'The authorization server does not answer.',
    remedy: 'Try again after the seconds of Retry-After.',
  },
  'streams-full': {
    status: 503,
    meaning: 'All event streams of this instance are in use.',
    remedy: 'Try again after the seconds of Retry-After, or poll.',
  },
  'shutting-down': {
    status: 503,
    meaning: 'The instance is shutting down.',
    remedy: 'Connect again, to another instance.',
  },
  'upstream-timeout': {
    status: 504,
    meaning: 'The tested server did not answer in time.',
    remedy: 'Try again, or allow it more time to connect.',
  },
} as const satisfies Record<string, ProblemKindInfo>;
