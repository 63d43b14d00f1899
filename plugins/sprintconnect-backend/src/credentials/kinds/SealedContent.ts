import type { z } from 'zod';
import {
  type Credential,
  type CredentialType,
  credentialInputSchema,
} from '@sprintconnect/plugin-sprintconnect-common';

/** What was given, as the schema makes it. */
export type GivenCredential = z.output<typeof credentialInputSchema>;

/**
 * What is sealed together: the secrets, how they are presented, and where. What says where a secret may go is as
 * unchangeable as the secret, so that a changed row of the database sends it nowhere else.
 */
export interface SealedContent {
  /** Scheme, host and port of each. */
  origins: readonly string[];
  /** The server whose own it is. */
  serverId?: string;
  given: GivenCredential;
  /** Of `oauth-user`: the user who gave it, whose account serves what nobody asked for. */
  givenBy?: string;
}

/** What people may see of a credential. */
export type CredentialDetails = Pick<
  Credential,
  | 'headerName'
  | 'username'
  | 'clientId'
  | 'issuer'
  | 'tokenEndpoint'
  | 'scopes'
  | 'issuerException'
  | 'discoverWith'
  | 'references'
>;

/** Details that only who may change the credential sees. */
export const PRIVATE_DETAILS = [
  'username',
  'clientId',
  'issuer',
  'tokenEndpoint',
  'scopes',
  'issuerException',
  'discoverWith',
  'references',
] as const satisfies readonly (keyof CredentialDetails)[];

/** Which fields of each kind are secret. */
export const SECRET_FIELDS = {
  bearer: ['secret'],
  header: ['secret'],
  basic: ['password'],
  mtls: ['certificate', 'privateKey', 'passphrase'],
  'oauth-client-credentials': ['clientSecret', 'privateKey'],
  'oauth-user': ['clientSecret'],
} as const satisfies Record<CredentialType, readonly string[]>;

/** Where its secrets are kept elsewhere, by field. Pure. */
export function referencesIn(given: GivenCredential): Record<string, string> {
  const fields: Record<string, unknown> = { ...given };
  return Object.fromEntries(
    SECRET_FIELDS[given.type].flatMap(field => {
      const value = fields[field] as string | { ref: string } | undefined;
      return typeof value === 'object' ? [[field, value.ref]] : [];
    }),
  );
}

/** Pure. */
export function detailsOf(given: GivenCredential): CredentialDetails {
  const references = referencesIn(given);
  const said = Object.keys(references).length > 0 ? { references } : {};
  switch (given.type) {
    case 'header':
      return { headerName: given.name, ...said };
    case 'basic':
      return { username: given.username, ...said };
    case 'oauth-client-credentials': {
      const { clientId, issuer, tokenEndpoint, scopes } = given;
      return {
        clientId,
        ...(issuer && { issuer }),
        ...(tokenEndpoint && { tokenEndpoint }),
        ...(scopes && { scopes }),
        ...said,
      };
    }
    case 'oauth-user': {
      const { clientId, issuer, scopes } = given;
      const { issuerException, discoverWith } = given;
      return {
        ...(clientId && { clientId }),
        ...(issuer && { issuer }),
        ...(scopes && { scopes }),
        ...(issuerException && { issuerException }),
        ...(discoverWith && { discoverWith }),
        ...said,
      };
    }
    default:
      return said;
  }
}
