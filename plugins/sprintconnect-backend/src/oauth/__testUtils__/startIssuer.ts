import { createHash } from 'node:crypto';
import { type Answer, type Came, startSite } from './startSite';

/** What a token endpoint was asked. */
export type Asked = Record<string, string>;

/** In what an authorization server, or the server that trusts it, does not do as the specifications say. */
export interface IssuerFaults {
  /** In the place of what its metadata says. */
  metadata?: object;
  /** In the place of what the server says of itself as a resource. */
  resource?: object;
  /** Answers before anything is looked at; undefined lets the request pass. */
  token?(asked: Asked, came: Came): Answer | undefined;
  /** In the place of the refresh token that is given; undefined: none. */
  refreshToken?(count: number): string | undefined;
  /** What its login page answers to a client of this id. */
  page?(clientId: string): Answer;
  register?(came: Came): Answer;
}

/**
 * A server and the authorization server that it trusts, both on this machine until the test is over. It keeps to RFC 6749 and RFC 7636: a
 * code is for one client, redirect URI and verifier, and is taken once; a refresh token is taken once. But for its faults, which may be
 * changed.
 */
export async function startIssuer(faults: IssuerFaults = {}) {
  const site = await startSite();
  const issuer = `${site.url}/as`;
  const serverUrl = `${site.url}/mcp`;
  const codes = new Map<string, URLSearchParams>();
  const live = new Set<string>();
  const asked: Asked[] = [];
  const { pages } = site;
  let count = 0;
  pages['/.well-known/oauth-protected-resource/mcp'] = () => ({
    body: {
      resource: serverUrl,
      authorization_servers: [issuer],
      scopes_supported: ['read'],
      ...faults.resource,
    },
  });
  pages['/.well-known/oauth-authorization-server/as'] = () => ({
    body: {
      issuer,
      authorization_endpoint: `${issuer}/auth`,
      token_endpoint: `${issuer}/token`,
      registration_endpoint: `${issuer}/register`,
      revocation_endpoint: `${issuer}/revoke`,
      code_challenge_methods_supported: ['S256'],
      token_endpoint_auth_methods_supported: ['none'],
      authorization_response_iss_parameter_supported: true,
      ...faults.metadata,
    },
  });
  pages['/as/auth'] = ({ path }) =>
    faults.page?.(
      new URL(path, site.url).searchParams.get('client_id') ?? '',
    ) ?? { body: 'Who are you?' };
  pages['/as/register'] = came =>
    faults.register?.(came) ?? {
      status: 201,
      body: {
        ...JSON.parse(came.body),
        client_id: `registered-${++count}`,
        ...(JSON.parse(came.body).token_endpoint_auth_method !== 'none' && {
          ...{ client_secret: 'secret-of-a-registration' },
          client_secret_expires_at: 0,
        }),
      },
    };
  pages['/as/revoke'] = ({ body }) => {
    live.delete(new URLSearchParams(body).get('token') ?? '');
    return { status: 200 };
  };
  const give = (): Answer => {
    const number = ++count;
    const refresh = faults.refreshToken
      ? faults.refreshToken(number)
      : `hush-refresh-${number}`;
    if (refresh !== undefined) live.add(refresh);
    return {
      body: {
        ...{ access_token: `hush-access-${number}`, token_type: 'Bearer' },
        ...{ expires_in: 600, scope: 'read' },
        refresh_token: refresh,
      },
    };
  };
  const refuse = (error: string): Answer => ({ status: 400, body: { error } });
  pages['/as/token'] = came => {
    const wanted = Object.fromEntries(new URLSearchParams(came.body));
    asked.push(wanted);
    const fault = faults.token?.(wanted, came);
    if (fault) return fault;
    if (wanted.grant_type === 'refresh_token') {
      return live.delete(wanted.refresh_token)
        ? give()
        : refuse('invalid_grant');
    }
    const login = codes.get(wanted.code);
    codes.delete(wanted.code);
    const challenge = createHash('sha256')
      .update(wanted.code_verifier ?? '')
      .digest('base64url');
    const isRight =
      login?.get('code_challenge') === challenge &&
      login.get('redirect_uri') === wanted.redirect_uri;
    return isRight ? give() : refuse('invalid_grant');
  };
  return {
    ...{ site, issuer, serverUrl, faults, asked, live },
    /** What comes back to somebody who logs in at this address. */
    answerTo(url: string, more: Record<string, string> = {}): URLSearchParams {
      const { searchParams } = new URL(url);
      const code = `hush-code-${++count}`;
      codes.set(code, searchParams);
      const state = searchParams.get('state') ?? '';
      return new URLSearchParams({ code, state, iss: issuer, ...more });
    },
  };
}
