import { z } from 'zod';
import { characters } from './characters';
import { headerNameSchema } from './remotes';

/** Most of one secret, in characters. A certificate with its chain is longer than a token. */
const SECRET_LENGTH = 8192;
const PEM_LENGTH = 65_536;
/** What a client sends by itself, and what would change where a request goes or how it is read. */
const NOT_CREDENTIALS =
  /^(accept|accept-.*|connection|content-.*|cookie|expect|forwarded|host|keep-alive|last-event-id|mcp-.*|origin|proxy-connection|referer|sec-.*|te|trailer|traceparent|tracestate|transfer-encoding|upgrade|user-agent|via|x-forwarded-.*)$/i;

/**
 * A secret that is kept elsewhere, by its reference: `file:` and the name of a file that is mounted, or that of a vault. Only who holds
 * `sprintconnect.credential.manage` may give one. It is read anew whenever it is used, so that it is rotated where it is kept.
 *
 * @public
 */
export const secretReferenceSchema = z.strictObject({
  ref: z
    .string()
    .max(500)
    .regex(
      /^[a-z][a-z0-9-]*:[A-Za-z0-9._/#@:-]+$/,
      'must be a reference such as file:weather/token',
    ),
});
/** What {@link secretReferenceSchema} accepts. @public */
export type SecretReference = z.infer<typeof secretReferenceSchema>;

/** A secret: itself, or where it is kept. */
function secretOf(text: z.ZodString) {
  return z.union([text, secretReferenceSchema]);
}

const text = (max: number) => z.string().min(1).max(max);
const headerText = text(SECRET_LENGTH).regex(
  /^[\x21-\x7e]([\t\x20-\x7e]*[\x21-\x7e])?$/,
  "contains characters that aren't allowed in a header",
);
const token = text(SECRET_LENGTH).regex(
  /^[\x21-\x7e]+$/,
  "can't contain spaces or characters that aren't allowed in a header",
);
const pem = text(PEM_LENGTH).regex(
  /-----BEGIN [A-Z0-9 ]+-----/,
  'must be PEM, which begins with -----BEGIN',
);
/** RFC 7617, section 2: no control characters, and no colon in the name. */
const basicText = text(SECRET_LENGTH).regex(
  // eslint-disable-next-line no-control-regex
  /^[^\u0000-\u001f\u007f-\u009f]*$/,
  "can't contain control characters",
);
const httpsUrl = z
  .url({ protocol: /^https?$/, error: 'must be an http or https URL' })
  .max(2048);

/** What all kinds of credentials take. */
export const credentialFields = {
  /** When the server stops accepting it. A past time gets 400. */
  expiresAt: z.iso
    .datetime({ offset: true })
    .describe('In the future; a past time gets 400')
    .transform(moment => new Date(moment).toISOString()),
  /** A reminder comes by notification when so many days have passed since the last rotation. */
  rotateEveryDays: z.number().int().min(1).max(3650),
};
const optionalFields = {
  expiresAt: credentialFields.expiresAt.optional(),
  rotateEveryDays: credentialFields.rotateEveryDays.optional(),
};

/** The name of a shared credential: 1 to 100 letters, digits, "_" and "-", and no UUID. @public */
export const credentialNameSchema = z
  .string()
  .regex(
    /^(?![0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$)[a-zA-Z0-9_-]{1,100}$/,
    'can contain only letters, digits, "_", and "-", at most 100, and can\'t be a UUID',
  );

const scopesSchema = z
  .array(
    z
      .string()
      .max(300)
      .regex(/^[\x21\x23-\x5b\x5d-\x7e]+$/, "isn't a scope"),
  )
  .max(50);

/**
 * OAuth 2.0 client credentials (RFC 6749, section 4.4). Of `issuer` and `tokenEndpoint` exactly one is given: with the issuer the endpoint
 * is found by its metadata (RFC 8414). `clientSecret` is for `client_secret_basic` and `client_secret_post`, `privateKey` (PEM or JWK) for
 * `private_key_jwt` (RFC 7523). `resource` says whether the parameter of RFC 8707 is sent.
 */
const oauthClientCredentialsSchema = z
  .strictObject({
    type: z.literal('oauth-client-credentials'),
    clientId: basicText.max(2048),
    issuer: httpsUrl.optional(),
    tokenEndpoint: httpsUrl.optional(),
    clientAuthentication: z.enum([
      'client_secret_basic',
      'client_secret_post',
      'private_key_jwt',
    ]),
    clientSecret: secretOf(basicText).optional(),
    privateKey: secretOf(text(PEM_LENGTH)).optional(),
    keyId: characters(300).min(1).optional(),
    algorithm: z
      .enum([
        'RS256',
        'RS384',
        'RS512',
        'PS256',
        'PS384',
        'PS512',
        'ES256',
        'ES384',
        'ES512',
        'EdDSA',
      ])
      .optional(),
    scopes: scopesSchema.optional(),
    resource: z.enum(['send', 'omit']).optional(),
    audience: characters(2048).min(1).optional(),
    ...optionalFields,
  })
  .superRefine((given, ctx) => {
    const fault = (path: string, message: string) =>
      ctx.addIssue({ code: 'custom', path: [path], message });
    if ((given.issuer === undefined) === (given.tokenEndpoint === undefined)) {
      fault('issuer', 'needs exactly one of issuer and tokenEndpoint');
    }
    const byKey = given.clientAuthentication === 'private_key_jwt';
    if (byKey !== (given.privateKey !== undefined)) {
      fault('privateKey', 'is for private_key_jwt, which needs it');
    }
    if (byKey === (given.clientSecret !== undefined)) {
      fault(
        'clientSecret',
        'is for client_secret_basic and client_secret_post, which need it',
      );
    }
  });

/**
 * Each person calls with an account of their own, which they connect by OAuth 2.1. Of one server alone, never shared. Everything is
 * optional: the server says whom it trusts (RFC 9728), and SprintConnect registers there by itself.
 *
 * `scopes` are asked for in the place of those that the server names, and `resource` says whether the parameter of RFC 8707 is sent.
 * `issuer` is the one to use among those that the server names. `clientId`, with `clientSecret` unless the client has none, is a client that
 * was registered beforehand; with a secret it needs `issuer`, because the secret is for that one. `issuerException` allows one mismatch of
 * RFC 8414, section 3.3: the server names the authorization server `named`, whose metadata says the issuer `says`. `discoverWith` names a
 * shared credential for what SprintConnect does by itself, such as discovery; else that uses the account of who gave this credential.
 */
const oauthUserSchema = z
  .strictObject({
    type: z.literal('oauth-user'),
    scopes: scopesSchema.optional(),
    resource: z.enum(['send', 'omit']).optional(),
    issuer: httpsUrl.optional(),
    issuerException: z
      .strictObject({ named: httpsUrl, says: httpsUrl })
      .optional(),
    clientId: basicText.max(2048).optional(),
    clientAuthentication: z
      .enum(['client_secret_basic', 'client_secret_post'])
      .optional(),
    clientSecret: secretOf(basicText).optional(),
    discoverWith: credentialNameSchema.optional(),
    ...optionalFields,
  })
  .superRefine((given, ctx) => {
    const fault = (path: string, message: string) =>
      ctx.addIssue({ code: 'custom', path: [path], message });
    const { clientId, clientSecret, clientAuthentication } = given;
    if (clientSecret !== undefined && clientId === undefined) {
      fault('clientId', 'is needed for the client secret');
    }
    if (clientSecret !== undefined && given.issuer === undefined) {
      fault('issuer', 'is needed, because the client secret is for it alone');
    }
    if (clientAuthentication !== undefined && clientSecret === undefined) {
      fault('clientSecret', 'is needed to authenticate a client');
    }
  });

/**
 * A credential that is presented to a server; write-only: no answer ever carries it. Each secret is a text, or a reference to where it is
 * kept.
 *
 * @public
 */
export const credentialInputSchema = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('bearer'),
    secret: secretOf(token),
    ...optionalFields,
  }),
  z.strictObject({
    type: z.literal('header'),
    name: headerNameSchema.refine(
      name => !NOT_CREDENTIALS.test(name),
      "can't carry a credential, because clients send this header themselves",
    ),
    secret: secretOf(headerText),
    ...optionalFields,
  }),
  z.strictObject({
    type: z.literal('basic'),
    username: basicText.regex(/^[^:]*$/, "can't contain a colon"),
    password: secretOf(basicText),
    ...optionalFields,
  }),
  z.strictObject({
    type: z.literal('mtls'),
    certificate: secretOf(pem),
    privateKey: secretOf(pem),
    passphrase: secretOf(text(SECRET_LENGTH)).optional(),
    ...optionalFields,
  }),
  oauthClientCredentialsSchema,
  oauthUserSchema,
]);
/** What {@link credentialInputSchema} accepts. @public */
export type CredentialInput = z.input<typeof credentialInputSchema>;
