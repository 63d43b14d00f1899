import type {
  Credential,
  CredentialInput,
} from '@sprintconnect/plugin-sprintconnect-common';
import { everything, vault } from './fixtures';
import { ago, idOf } from './moments';

const DAY = 24 * 60;

function credentialOf(
  number: number,
  given: Partial<Credential> & Pick<Credential, 'type'>,
): Credential {
  return {
    id: idOf(7700 + number),
    shared: true,
    version: 1,
    origins: ['https://weather.example.com'],
    createdAt: ago(40 * DAY),
    createdBy: 'user:default/ada',
    rotatedAt: ago(40 * DAY),
    uses: 0,
    revision: 1,
    ...given,
  };
}

/** Credentials of every type and age: shared ones by name, and one that a server has for itself. */
export const credentials: Credential[] = [
  credentialOf(1, {
    name: 'billing-client',
    description: 'Client of the payments team',
    type: 'oauth-client-credentials',
    origins: ['https://billing.example.com'],
    environments: ['production'],
    issuer: 'https://login.example.com/realms/acme',
    clientId: 'sprintconnect-billing',
    scopes: ['invoices:read'],
    version: 4,
    rotatedAt: ago(3 * DAY),
    rotateEveryDays: 90,
    dueAt: ago(-87 * DAY),
    expiresAt: ago(-87 * DAY),
  }),
  credentialOf(2, {
    name: 'legacy-gateway',
    type: 'basic',
    username: 'sprintconnect',
    origins: ['https://gateway.example.com:8443'],
    rotatedAt: ago(412 * DAY),
    createdAt: ago(412 * DAY),
    expiresAt: ago(2 * DAY),
  }),
  credentialOf(3, {
    name: 'partner-certificate',
    description: 'Issued by the partner for one year',
    type: 'mtls',
    origins: ['https://api.partner.example'],
    references: {
      certificate: 'file:partner/tls.crt',
      privateKey: 'file:partner/tls.key',
    },
    expiresAt: ago(-5 * DAY),
  }),
  credentialOf(4, {
    name: 'weather-token',
    description: 'Of the public weather services',
    type: 'bearer',
    version: 2,
    rotatedAt: ago(90),
    previous: { version: 1, type: 'bearer', until: ago(-22 * 60) },
    origins: ['https://weather.example.com', 'https://tides.example.com'],
  }),
  credentialOf(5, {
    shared: false,
    serverId: everything.id,
    type: 'header',
    headerName: 'X-API-Key',
    version: 3,
    origins: ['http://localhost:7301'],
    rotatedAt: ago(20),
    createdAt: ago(60 * DAY),
    expiresAt: ago(-6 * DAY),
    previous: { version: 2, type: 'header', until: ago(-23 * 60) },
    uses: 1,
  }),
];

/** The server that asks for a login, as one that rejects what it is shown. */
export const rejecting = {
  ...vault,
  credentialRef: 'legacy-gateway',
};

/** What of a credential is seen: what was given, but for its secrets. */
export function seenOf(
  given: CredentialInput,
): Partial<Credential> & Pick<Credential, 'type'> {
  const { type, expiresAt, rotateEveryDays } = given;
  const common = {
    type,
    expiresAt,
    rotateEveryDays,
    dueAt: rotateEveryDays ? ago(-rotateEveryDays * DAY) : undefined,
  };
  switch (type) {
    case 'header':
      return { ...common, headerName: given.name };
    case 'basic':
      return { ...common, username: given.username };
    case 'oauth-client-credentials': {
      const { clientId, issuer, tokenEndpoint, scopes } = given;
      return { ...common, clientId, issuer, tokenEndpoint, scopes };
    }
    default:
      return common;
  }
}

/** A credential that is new. */
export function newCredential(
  number: number,
  given: Partial<Credential> & Pick<Credential, 'type'>,
): Credential {
  return credentialOf(100 + number, {
    createdAt: ago(0),
    rotatedAt: ago(0),
    createdBy: 'user:default/guest',
    ...given,
  });
}
