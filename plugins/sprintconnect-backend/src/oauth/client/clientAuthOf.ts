import type { ClientAuth } from 'oauth4webapi';
import type { ClientAuthentication, Clock } from '../../ports';
import { loadOauth } from '../metadata/loadOauth';
import { signAssertion } from './signAssertion';

const ASSERTION_TYPE = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';

/**
 * What a client adds to a request in order to say who it is.
 *
 * @param client - `secret`: the client secret or the private key; absent for a client that has none.
 */
export function clientAuthOf(
  client: { authentication: ClientAuthentication | 'none'; secret?: string },
  clock: Clock,
): ClientAuth {
  const { authentication, secret = '' } = client;
  const oauth = loadOauth();
  if (authentication === 'none') return oauth.None();
  switch (authentication.method) {
    case 'client_secret_basic':
      return oauth.ClientSecretBasic(secret);
    case 'client_secret_post':
      return oauth.ClientSecretPost(secret);
    default:
      return async (server, { client_id: clientId }, body) => {
        body.set('client_id', clientId);
        body.set('client_assertion_type', ASSERTION_TYPE);
        body.set(
          'client_assertion',
          await signAssertion({
            ...authentication,
            ...{ clientId, audience: server.issuer },
            ...{ key: secret, now: clock.now() },
          }),
        );
      };
  }
}
