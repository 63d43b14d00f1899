import { z } from 'zod';
import { numberSetting } from './numberSetting';

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
const listSchema = z.union([
  z.array(z.string().min(1)).min(1),
  z
    .string()
    .min(1)
    .transform(text => [text]),
]);

/** Nobody, too. Who they are is read where roles are looked up. */
const subjectsSchema = z
  .union([z.array(z.string().min(1)), listSchema])
  .nullish()
  .transform(list => list ?? []);

const issuerSchema = z.strictObject({
  issuer: serverSchema,
  audience: listSchema,
  jwksUrl: serverSchema.optional(),
  algorithms: z
    .array(algorithmSchema)
    .min(1)
    .default(['ES256', 'EdDSA', 'Ed25519', 'PS256', 'RS256']),
  types: z.array(z.string().min(1)).min(1).default(['at+jwt']),
  clockSkewSeconds: numberSetting(z.number().int().min(0).max(300)).default(30),
  claims: z.preprocess(
    value => value ?? {},
    z.strictObject({
      subject: claimSchema.default('sub'),
      organisation: claimSchema.optional(),
      roles: claimSchema.optional(),
      scopes: z.union([z.literal(false), claimSchema]).default('scope'),
    }),
  ),
  requireBinding: z.enum(['dpop', 'mtls']).optional(),
});

/** The section `sprintconnect.access` of the configuration. */
export const accessSettingsSchema = z.strictObject({
  decisionSeconds: numberSetting(z.number().int().min(0).max(60)).default(5),
  issuers: z
    .array(issuerSchema)
    .nullish()
    .transform(list => list ?? [])
    .refine(
      list => new Set(list.map(each => each.issuer)).size === list.length,
      'must not repeat an issuer',
    ),
  roles: z.preprocess(
    value => value ?? {},
    z.strictObject({
      admin: subjectsSchema,
      engineer: subjectsSchema,
      viewer: subjectsSchema,
    }),
  ),
  dpop: z.preprocess(
    value => value ?? {},
    z.strictObject({
      requireNonce: z.union([z.boolean(), z.stringbool()]).default(true),
      maxAgeSeconds: numberSetting(z.number().int().min(5).max(600)).default(
        60,
      ),
    }),
  ),
  clientCertificate: z
    .strictObject({
      header: z.enum([
        'x-forwarded-client-cert',
        'x-ssl-client-cert',
        'client-cert',
      ]),
      proxies: z
        .array(
          z.union([z.ipv4(), z.ipv6(), z.cidrv4(), z.cidrv6()], {
            error: "isn't an IP address or CIDR range",
          }),
        )
        .min(1),
    })
    .optional(),
});
