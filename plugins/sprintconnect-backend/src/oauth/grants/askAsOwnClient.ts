import { withSignal } from '@sprintconnect/plugin-sprintconnect-common';
import { OauthError, type PersonLogin } from '../../ports';
import { askForToken, type GivenToken } from '../client/askForToken';
import { clientAuthOf } from '../client/clientAuthOf';
import type { GrantDeps } from './GrantDeps';
import type { GrantPlan } from './GrantPlan';
import { configuredFor, placeOfClientSecret } from './ownClient';

const ASK_MS = 10_000;

/** Asks the token endpoint of a plan as the client that it names. Throws an {@link OauthError}, and what opening a secret throws. */
export async function askAsOwnClient(
  deps: GrantDeps,
  asked: {
    login: PersonLogin;
    plan: GrantPlan;
    grantType: string;
    parameters: Record<string, string>;
    secrets: readonly string[];
  },
  signal: AbortSignal,
): Promise<GivenToken> {
  const { plan, parameters, grantType } = asked;
  return withSignal(
    { sources: [signal], timeoutMs: ASK_MS },
    async (within, tied) => {
      try {
        const { secret, auth } = await authOf(deps, asked, within);
        return await askForToken(
          deps.egress.for(asked.login),
          {
            server: {
              issuer: plan.issuer,
              token_endpoint: plan.tokenEndpoint,
            },
            clientId: plan.client.clientId,
            authenticate: auth,
            grantType,
            parameters: new URLSearchParams({
              ...parameters,
              ...(plan.sendsResource && { resource: plan.resource }),
            }),
            secrets: [...asked.secrets, secret],
          },
          within,
        );
      } catch (error) {
        if (!tied.isLate) throw error;
        throw new OauthError(
          'authorization-server-unavailable',
          `${plan.issuer} didn't answer within ${ASK_MS / 1000} s`,
        );
      }
    },
  );
}

/** How the client of a plan says who it is. */
export async function authOf(
  deps: GrantDeps,
  { login, plan }: { login: PersonLogin; plan: GrantPlan },
  signal: AbortSignal,
) {
  const secret = await secretOf(deps, { login, plan }, signal);
  const { authentication } = plan.client;
  const auth = clientAuthOf(
    {
      authentication:
        authentication === 'none' ? 'none' : { method: authentication },
      secret,
    },
    deps.clock,
  );
  return { auth, secret };
}

async function secretOf(
  { settings, vault }: GrantDeps,
  { login, plan }: { login: PersonLogin; plan: GrantPlan },
  signal: AbortSignal,
): Promise<string> {
  const { named, client } = plan;
  if (client.authentication === 'none') return '';
  if (client.by === 'registration') {
    const { clientId } = client;
    const place = placeOfClientSecret(login.orgId, { issuer: named, clientId });
    return vault.open(place, signal);
  }
  const { clientId } = client;
  const given = login.client;
  if (client.by === 'server' && given?.clientId === clientId) {
    if (given.openSecret) return given.openSecret(signal);
  }
  const configured = configuredFor(settings, named);
  const isStill =
    client.by === 'configuration' && configured?.clientId === clientId;
  if (isStill && configured.clientSecret !== undefined) {
    return configured.clientSecret;
  }
  throw new OauthError(
    'login-ended',
    `The client ${clientId} of ${named} is no longer known. Connect the account again`,
  );
}
