import type { ComponentProps } from 'react';
import type { DatePicker } from '@backstage/ui';
import type {
  Credential,
  CredentialInput,
  CredentialType,
} from '@sprintconnect/plugin-sprintconnect-common';
import { readersTimeZone } from '../format';

/** The texts of a credential, by the names of the contract, but for the name of a header. */
export interface CredentialTexts {
  headerName: string;
  secret: string;
  username: string;
  password: string;
  certificate: string;
  privateKey: string;
  passphrase: string;
  clientId: string;
  issuer: string;
  tokenEndpoint: string;
  clientSecret: string;
  keyId: string;
  algorithm: string;
  /** Separated by blanks. */
  scopes: string;
  audience: string;
  /** The name of a shared credential. */
  discoverWith: string;
  rotateEveryDays: string;
}

/** A day of the calendar, in no time zone. */
export type Day = NonNullable<ComponentProps<typeof DatePicker>['value']>;

type ClientAuthentication = Extract<
  CredentialInput,
  { type: 'oauth-client-credentials' }
>['clientAuthentication'];

/** A credential as it is typed: texts that may be empty or wrong, of all types, so that nothing is lost between them. */
export interface CredentialDraft extends CredentialTexts {
  type: CredentialType;
  /** Secrets are said by where they are kept. */
  byReference: boolean;
  /** How the token endpoint is found. */
  endpointBy: 'issuer' | 'tokenEndpoint';
  clientAuthentication: ClientAuthentication;
  sendsResource: boolean;
  /** The last day that the server accepts it. */
  expiresAt?: Day;
}

/** What is typed into one line, or into a few. */
export type TextName = keyof CredentialTexts;
/** Each place of the form that can have a fault. */
export type CredentialField = TextName | 'expiresAt';

/** Those that are secrets, which can be kept elsewhere. */
const SECRETS: readonly TextName[] = [
  'secret',
  'password',
  'certificate',
  'privateKey',
  'passphrase',
  'clientSecret',
];

/** Those that people choose, so that each blank counts. */
const CHOSEN: readonly TextName[] = ['password', 'passphrase'];

export function isSecret(field: CredentialField): boolean {
  return SECRETS.some(each => each === field);
}

export function emptyCredential(
  type: CredentialType = 'bearer',
): CredentialDraft {
  return {
    type,
    byReference: false,
    endpointBy: 'issuer',
    clientAuthentication: 'client_secret_basic',
    sendsResource: true,
    headerName: '',
    secret: '',
    username: '',
    password: '',
    certificate: '',
    privateKey: '',
    passphrase: '',
    clientId: '',
    issuer: '',
    tokenEndpoint: '',
    clientSecret: '',
    keyId: '',
    algorithm: '',
    scopes: '',
    audience: '',
    discoverWith: '',
    rotateEveryDays: '',
  };
}

/** Another version of a credential: what is no secret is there already, and secrets are not. */
export function draftFrom(credential: Credential): CredentialDraft {
  const { type, scopes = [], rotateEveryDays } = credential;
  const { headerName, username, clientId, issuer, tokenEndpoint } = credential;
  const { discoverWith } = credential;
  return {
    ...emptyCredential(type),
    byReference: credential.references !== undefined,
    endpointBy: tokenEndpoint ? 'tokenEndpoint' : 'issuer',
    headerName: headerName ?? '',
    username: username ?? '',
    clientId: clientId ?? '',
    issuer: issuer ?? '',
    tokenEndpoint: tokenEndpoint ?? '',
    discoverWith: discoverWith ?? '',
    scopes: scopes.join(' '),
    rotateEveryDays: String(rotateEveryDays ?? ''),
  };
}

/** The texts that the type needs, in the order of the form. */
export function neededBy(draft: CredentialDraft): TextName[] {
  switch (draft.type) {
    case 'bearer':
      return ['secret'];
    case 'header':
      return ['headerName', 'secret'];
    case 'basic':
      return ['username', 'password'];
    case 'mtls':
      return ['certificate', 'privateKey'];
    case 'oauth-user':
      return [];
    default:
      return [
        draft.endpointBy,
        'clientId',
        signs(draft) ? 'privateKey' : 'clientSecret',
      ];
  }
}

/** It shows who it is by a signature in place of a secret. */
export function signs({ clientAuthentication }: CredentialDraft): boolean {
  return clientAuthentication === 'private_key_jwt';
}

/** The credential that the draft stands for; what is left empty is left out. Not yet checked. */
export function credentialOf(draft: CredentialDraft): CredentialInput {
  return {
    ...partsOf(draft),
    ...(draft.expiresAt && { expiresAt: endOf(draft.expiresAt).toISOString() }),
    ...(given(draft.rotateEveryDays) && {
      rotateEveryDays: Number(draft.rotateEveryDays),
    }),
  };
}

function partsOf(draft: CredentialDraft): CredentialInput {
  const secret = (field: TextName) => {
    const text = draft[field].trim();
    if (draft.byReference) return { ref: text };
    // What a person chose may begin with a blank; the rest does only by a slip of the hand.
    return CHOSEN.includes(field) ? draft[field] : text;
  };
  switch (draft.type) {
    case 'bearer':
      return { type: 'bearer', secret: secret('secret') };
    case 'header':
      return {
        type: 'header',
        name: draft.headerName.trim(),
        secret: secret('secret'),
      };
    case 'basic':
      return {
        type: 'basic',
        username: draft.username,
        password: secret('password'),
      };
    case 'mtls':
      return {
        type: 'mtls',
        certificate: secret('certificate'),
        privateKey: secret('privateKey'),
        ...(given(draft.passphrase) && { passphrase: secret('passphrase') }),
      };
    case 'oauth-user':
      return {
        ...accountPartsOf(draft),
        ...(given(draft.clientSecret) && {
          clientSecret: secret('clientSecret'),
        }),
      };
    default:
      return {
        ...oauthPartsOf(draft),
        ...(signs(draft)
          ? { privateKey: secret('privateKey') }
          : { clientSecret: secret('clientSecret') }),
      };
  }
}

function accountPartsOf(draft: CredentialDraft) {
  const scopes = draft.scopes.split(/\s+/).filter(Boolean);
  return {
    type: 'oauth-user' as const,
    ...(given(draft.issuer) && { issuer: draft.issuer.trim() }),
    ...(given(draft.clientId) && { clientId: draft.clientId.trim() }),
    ...(scopes.length > 0 && { scopes }),
    ...(given(draft.discoverWith) && {
      discoverWith: draft.discoverWith.trim(),
    }),
    ...(!draft.sendsResource && { resource: 'omit' as const }),
  };
}

function oauthPartsOf(draft: CredentialDraft) {
  const { clientAuthentication, endpointBy, sendsResource } = draft;
  const scopes = draft.scopes.split(/\s+/).filter(Boolean);
  const signed = signs(draft);
  return {
    type: 'oauth-client-credentials' as const,
    clientId: draft.clientId.trim(),
    [endpointBy]: draft[endpointBy].trim(),
    clientAuthentication,
    ...(signed && given(draft.keyId) && { keyId: draft.keyId.trim() }),
    ...(signed &&
      given(draft.algorithm) && { algorithm: draft.algorithm as 'RS256' }),
    ...(scopes.length > 0 && { scopes }),
    ...(given(draft.audience) && { audience: draft.audience.trim() }),
    ...(!sendsResource && { resource: 'omit' as const }),
  };
}

/** The last second of a day, in the reader's time zone. */
export function endOf(day: Day): Date {
  const end = day.toDate(readersTimeZone());
  end.setHours(23, 59, 59, 0);
  return end;
}

function given(text: string): boolean {
  return text.trim() !== '';
}
