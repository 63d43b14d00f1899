import {
  CredentialError,
  type CredentialUser,
  type PersonLogin,
  type Presented,
} from '../ports';
import type { CredentialDeps } from './CredentialDeps';
import type { GivenCredential, SealedContent } from './kinds/SealedContent';
import { askingFor, openerOf, shownToken, type Showing } from './tokens';

/** A credential by which each person uses an account of their own. */
export type OfPersons = Extract<GivenCredential, { type: 'oauth-user' }>;

type Deps = Pick<CredentialDeps, 'persons' | 'vault'>;

/** How people log in to a server, as its credential says. A client secret is opened only when a token is asked for. Pure. */
export function personLoginOf(
  { vault }: Pick<Deps, 'vault'>,
  of: Pick<PersonLogin, 'orgId' | 'serverId' | 'serverUrl' | 'environment'> & {
    given: OfPersons;
  },
): PersonLogin {
  const { given, ...server } = of;
  const { scopes, resource, issuer, issuerException } = given;
  const { clientId, clientSecret: secret } = given;
  const { clientAuthentication = 'client_secret_basic' } = given;
  return {
    ...server,
    ...{ scopes, resource, issuer, issuerException },
    ...(clientId !== undefined && {
      client: {
        clientId,
        authentication: secret === undefined ? 'none' : clientAuthentication,
        ...(secret !== undefined && {
          openSecret: openerOf(vault, { orgId: server.orgId, secret }),
        }),
      },
    }),
  };
}

/**
 * The token of whoever calls, from the account that they have connected; of what nobody asked for that of who gave the credential. Undefined
 * where a younger token is asked for and cannot be had. Throws a CredentialError that says so where an account is to be connected.
 */
export async function showAccount(
  { persons, vault }: Deps,
  {
    user,
    content,
    version,
    given,
  }: {
    user: CredentialUser;
    content: Pick<SealedContent, 'givenBy'>;
    version: number;
    given: OfPersons;
  },
  showing: Showing,
): Promise<Presented | undefined> {
  const { orgId, serverId, environment, caller } = user;
  const userRef = caller ? caller.userRef : content.givenBy;
  if (!persons || userRef === undefined) throw nobodysAccount(caller);
  const server = { orgId, serverId, environment, serverUrl: showing.url.href };
  const login = personLoginOf({ vault }, { ...server, given });
  const token = await persons.personToken(
    { orgId, userRef },
    login,
    askingFor(showing),
  );
  if (!token) throw notConnected(caller);
  const words = caller ? 'your account' : `the account of ${userRef}`;
  return shownToken(token, showing, { version, words });
}

function notConnected(caller: CredentialUser['caller']): CredentialError {
  return new CredentialError(
    caller
      ? 'You have no account connected to this server, so nothing was sent. Connect one.'
      : 'Each person uses this server with an account of their own. Whoever gave its credential has none connected, so SprintConnect cannot look at it by itself: they connect one, or the credential names another in discoverWith.',
    { needsAccount: true },
  );
}

function nobodysAccount(caller: CredentialUser['caller']): CredentialError {
  return new CredentialError(
    caller
      ? 'Each person uses this server with an account of their own, and you are no person, so nothing was sent. Call on behalf of a person.'
      : 'Each person uses this server with an account of their own, and no person gave its credential. Name a shared credential in discoverWith.',
    { needsAccount: caller === undefined },
  );
}
