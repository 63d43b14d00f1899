import { z } from 'zod';
import { isSecretName } from './isSecretName';
import { limits } from './names';
import { secretFaultsOf } from './secretFaultsOf';

/** The transports by which a server can be reached (MCP, Transports). @public */
export const remoteTypeSchema = z.enum(['streamable-http', 'sse', 'stdio']);
/** What {@link remoteTypeSchema} accepts. @public */
export type RemoteType = z.infer<typeof remoteTypeSchema>;

const httpUrlSchema = z
  .string()
  .min(1)
  .max(limits.urlLength)
  .superRefine((text, ctx) => {
    const url = URL.canParse(text) ? new URL(text) : undefined;
    if (/[\s\\\p{Cc}\p{Cs}]/u.test(text)) {
      // A URL parser drops or bends these, so that what is shown would not be what is reached.
      ctx.addIssue({
        code: 'custom',
        message: "can't contain spaces, control characters, or backslashes",
      });
    } else if (!url) {
      ctx.addIssue({
        code: 'custom',
        message: 'must be a full URL, such as https://weather.example/mcp',
      });
    } else if (url.protocol !== 'http:' && url.protocol !== 'https:') {
      ctx.addIssue({ code: 'custom', message: 'must be an http or https URL' });
    } else if (url.hash) {
      ctx.addIssue({ code: 'custom', message: "can't have a fragment" });
    }
    for (const message of secretFaultsOf(text)) {
      ctx.addIssue({ code: 'custom', message });
    }
  })
  .meta({
    pattern: String.raw`^[Hh][Tt][Tt][Pp][Ss]?://[^\s\\/?#@]+([/?][^\s\\#]*)?#?$`,
    description:
      "http or https; no userinfo, no fragment, and no query parameters named like a secret, such as api_key, token, secret, password, or sig. A destination that egress doesn't allow gets 400.",
  });

/** The name of an HTTP header (RFC 9110, section 5.1), at most 100 characters. */
export const headerNameSchema = z
  .string()
  .regex(/^[!#$%&'*+.^_`|~0-9A-Za-z-]{1,100}$/, "isn't an HTTP header name");

const headersSchema = z
  .record(
    headerNameSchema.refine(
      name => !isSecretName(name),
      'contains a secret that everyone who can see the server could read; remove it',
    ),
    z
      .string()
      .max(limits.headerLength)
      .regex(
        /^[\t\x20-\x7e]*$/,
        "contains characters that aren't allowed in a header",
      ),
  )
  .refine(headers => Object.keys(headers).length <= limits.headers, {
    message: `must have at most ${limits.headers} entries`,
    // Also beside headers that have faults of their own, because every fault is to be named.
    when: ({ value }) => typeof value === 'object' && value !== null,
  })
  .meta({ maxProperties: limits.headers });

/**
 * One way to reach a server. `stdio` names an entry of `sprintconnect.upstream.stdio` in the
 * configuration, never a command, so that a registration cannot start a process of its choice.
 *
 * @public
 */
export const remoteSchema = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('streamable-http'),
    url: httpUrlSchema,
    headers: headersSchema.optional(),
  }),
  z.strictObject({
    type: z.literal('sse'),
    url: httpUrlSchema,
    headers: headersSchema.optional(),
  }),
  z.strictObject({
    type: z.literal('stdio'),
    url: z
      .string()
      .regex(
        /^[a-zA-Z0-9_-]{1,100}$/,
        'must be the name of an entry of sprintconnect.upstream.stdio, not a command',
      ),
  }),
]);
/** What {@link remoteSchema} accepts. @public */
export type Remote = z.infer<typeof remoteSchema>;
