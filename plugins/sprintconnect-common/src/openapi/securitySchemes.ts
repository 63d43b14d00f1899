import type { ApiRoute } from '../routes';
import type { Json } from './toJsonSchema';

/** The ways of calling. A token of an issuer may be bound to a key (RFC 9449) or to a certificate (RFC 8705). */
export const securitySchemes: Record<string, Json> = {
  backstageToken: {
    type: 'http',
    scheme: 'bearer',
    bearerFormat: 'JWT',
    description: 'Token of a Backstage user, or of a service of the portal.',
  },
  apiKey: {
    type: 'http',
    scheme: 'bearer',
    bearerFormat: 'sck_…',
    description: 'API key, as `POST /v1/api-keys` answers it once.',
  },
  accessToken: {
    type: 'http',
    scheme: 'bearer',
    bearerFormat: 'JWT',
    description:
      'Token of an issuer that `sprintconnect.access.issuers` configures; `GET /.well-known/oauth-protected-resource` names the issuers.',
  },
  dpop: {
    type: 'http',
    scheme: 'DPoP',
    description:
      'API key or token of an issuer that is bound to a key of the client (RFC 9449): `Authorization: DPoP <token>`, with `dpopProof`.',
  },
  dpopProof: {
    type: 'apiKey',
    in: 'header',
    name: 'DPoP',
    description:
      'Proof that the client has the key, made for this request (RFC 9449, section 4).',
  },
  clientCertificate: {
    type: 'mutualTLS',
    description:
      'Certificate of the client, to which its token is bound (RFC 8705, section 3).',
  },
};

const OF_SERVICES = [{ backstageToken: [] }];
const OF_ALL = [
  ...OF_SERVICES,
  { apiKey: [] },
  { accessToken: [] },
  { dpop: [], dpopProof: [] },
  { accessToken: [], clientCertificate: [] },
];

/** By which of them a route may be called: any one of the list. */
export function securityOf({ open, servicesOnly }: ApiRoute): Json[] {
  if (open) return [];
  return servicesOnly ? OF_SERVICES : OF_ALL;
}
