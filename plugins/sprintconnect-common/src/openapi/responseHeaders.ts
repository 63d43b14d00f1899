import type { Json } from './toJsonSchema';

const wholeNumber = { type: 'integer', minimum: 0 };

/** The headers of answers that matter to callers, by name. */
export const responseHeaders = {
  'X-Request-Id': {
    description:
      'Id of the request, under which logs and the audit know it; the one that was sent, if any',
    required: true,
    schema: { type: 'string' },
  },
  ETag: {
    description: 'Revision of the thing, for If-Match and If-None-Match',
    required: true,
    schema: { type: 'string', pattern: '^"[0-9]+"$' },
  },
  Location: {
    description: 'Where the new thing, or the queued job, is',
    required: true,
    schema: { type: 'string', format: 'uri-reference' },
  },
  'Content-Disposition': {
    description: 'Name of the file',
    required: true,
    schema: { type: 'string' },
  },
  'Idempotency-Replayed': {
    description:
      '`true` when this is the answer to an earlier request with the same Idempotency-Key',
    schema: { type: 'string', enum: ['true'] },
  },
  'WWW-Authenticate': {
    description:
      'How to authenticate, and where tokens come from (RFC 6750, RFC 9449, RFC 9728)',
    required: true,
    schema: { type: 'string' },
  },
  'DPoP-Nonce': {
    description: 'Nonce for the next proof (RFC 9449, section 8)',
    schema: { type: 'string' },
  },
  'Retry-After': {
    description: 'Seconds to wait before the next try',
    required: true,
    schema: { type: 'integer', minimum: 1 },
  },
  'RateLimit-Limit': {
    description: 'Requests that the limit nearest to its end allows',
    schema: wholeNumber,
  },
  'RateLimit-Remaining': {
    description: 'Requests that are left of it',
    schema: wholeNumber,
  },
  'RateLimit-Reset': {
    description: 'Seconds until it begins anew',
    schema: wholeNumber,
  },
} satisfies Record<string, Json>;

export type ResponseHeader = keyof typeof responseHeaders;
