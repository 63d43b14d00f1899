import { z } from 'zod';
import {
  booleanSetting,
  count,
  list,
  section,
  textAsList,
} from '../../settings';

/** Never `none`, and never one whose key the verifier could sign with (RFC 8725, sections 2.1 and 3.1). */
const algorithmSchema = z.enum([
  'ES256',
  'ES384',
  'ES512',
  'EdDSA',
  'Ed25519',
  'PS256',
  'PS384',
  'PS512',
  'RS256',
  'RS384',
  'RS512',
]);

/** Keys that came in the clear could be anybody's; on this machine nobody is between. */
const serverSchema = z
  .url({ protocol: /^https?$/ })
  .refine(
    url =>
      /^https:/i.test(url) ||
      ['localhost', '127.0.0.1', '[::1]'].includes(new URL(url).hostname),
    'must be https',
  );
const claimSchema = z.string().min(1).max(200);

/** An authorization server whose tokens are taken. */
const issuerSchema = z.strictObject({
  /** The `iss` of its tokens, character by character. */
  issuer: serverSchema,
  /** A token must name one of these as its `aud`. */
  audience: z.union([z.array(z.string().min(1)).min(1), textAsList]),
  /** Default: as its metadata says (OpenID Connect Discovery, RFC 8414). */
  jwksUrl: serverSchema.optional(),
  algorithms: z
    .array(algorithmSchema)
    .min(1)
    .default(['ES256', 'EdDSA', 'Ed25519', 'PS256', 'RS256']),
  /** The `typ` of its access tokens, such as `at+jwt` (RFC 9068). */
  types: z.array(z.string().min(1)).min(1).default(['at+jwt']),
  clockSkewSeconds: count(0, 300).default(30),
  /** Names of claims; a dot leads into an object. */
  claims: section(
    z.strictObject({
      subject: claimSchema.default('sub'),
      /** Absent: its tokens are for the organisation `default`. */
      organisation: claimSchema.optional(),
      /** Absent: its tokens carry no roles. */
      roles: claimSchema.optional(),
      /** `false`: what its scopes say does not count. */
      scopes: z.union([z.literal(false), claimSchema]).default('scope'),
    }),
  ),
  /** Refuses its tokens unless they are bound to a key of their holder. */
  requireBinding: z.enum(['dpop', 'mtls']).optional(),
});

/** A header in which a proxy that ends TLS hands on the certificate of the client. */
const certificateHeaderSchema = z.strictObject({
  header: z.enum([
    'x-forwarded-client-cert',
    'x-ssl-client-cert',
    'client-cert',
  ]),
  /** Addresses or CIDR ranges of the only peers that may set it. */
  proxies: z
    .array(
      z.union([z.ipv4(), z.ipv6(), z.cidrv4(), z.cidrv6()], {
        error: "isn't an IP address or CIDR range",
      }),
    )
    .min(1),
});

/** What the section `sprintconnect.access` of the configuration says of who may call. */
export const identitySettingsSchema = z.strictObject({
  issuers: list(issuerSchema).refine(
    issuers =>
      new Set(issuers.map(({ issuer }) => issuer)).size === issuers.length,
    'must not repeat an issuer',
  ),
  dpop: section(
    z.strictObject({
      /** A proof must hold a nonce of ours, so that none can be made long ahead (RFC 9449, section 8). */
      requireNonce: booleanSetting.default(true),
      /** How old a proof may be, in seconds. */
      maxAgeSeconds: count(5, 600).default(60),
    }),
  ),
  clientCertificate: certificateHeaderSchema.optional(),
});

export type IdentitySettings = z.output<typeof identitySettingsSchema>;
export type IssuerSettings = z.output<typeof issuerSchema>;
export type CertificateHeaderSettings = z.output<
  typeof certificateHeaderSchema
>;
