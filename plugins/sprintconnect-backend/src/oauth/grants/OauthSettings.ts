import { z } from 'zod';
import { list, textAsList } from '../../settings';

const httpsUrl = z.url({ protocol: /^https?$/ }).max(2048);

/** As whom SprintConnect is known to an authorization server. */
const oauthClientSchema = z.strictObject({
  /** The exact issuer, as its metadata has it. */
  issuer: httpsUrl,
  clientId: z.string().min(1).max(2048),
  /** Absent: a public client, which has none. */
  clientSecret: z.string().min(1).optional(),
  authentication: z
    .enum(['client_secret_basic', 'client_secret_post'])
    .default('client_secret_basic'),
  /** Asked for in the place of those that the server names. */
  scopes: z.union([z.array(z.string().min(1)), textAsList]).optional(),
  /** Whether the server is named in `resource` (RFC 8707). */
  resource: z.enum(['send', 'omit']).default('send'),
});

/** The section `sprintconnect.oauth` of the configuration. */
export const oauthSettingsSchema = z.strictObject({
  /** Clients that are registered with authorization servers already; others register by themselves. */
  clients: list(oauthClientSchema),
});

export type OauthSettings = z.output<typeof oauthSettingsSchema>;
export type OauthClientSettings = OauthSettings['clients'][number];
