import type {
  AuthorizationServer,
  ClientAuth,
  TokenEndpointResponse,
} from 'oauth4webapi';
import { OauthError, type WayOut } from '../../ports';
import { loadOauth } from '../metadata/loadOauth';
import { explainEgress, nameOf } from '../metadata/readDocument';
import { secureUrlOf } from '../metadata/secureUrlOf';
import { refusalIn } from './refusalIn';

const LIMITS = {
  headersTimeoutMs: 10_000,
  bodyTimeoutMs: 5_000,
  bodyBytesMax: 256 * 1024,
};
/** Header fields of many servers end at 16 KiB in all. */
const TOKEN_LENGTH_MAX = 15 * 1024;
/** The characters of a header field value that is one word. */
const TOKEN = /^[\x21-\x7e]+$/;

/** What to ask a token endpoint. */
export interface TokenQuestion {
  server: Pick<AuthorizationServer, 'issuer' | 'token_endpoint'>;
  clientId: string;
  authenticate: ClientAuth;
  grantType: string;
  parameters: URLSearchParams;
  /** What no message may repeat. */
  secrets: readonly string[];
}

/** What a token endpoint gave (RFC 6749, section 5.1). */
export interface GivenToken {
  accessToken: string;
  refreshToken?: string;
  /** Seconds; absent where it does not say. */
  lifetimeS?: number;
  /** As granted; absent where they are those that were asked for. */
  scopes?: string[];
}

/**
 * Asks a token endpoint once, and reads what it gives: a bearer token (RFC 6750) or a refusal.
 *
 * Throws an {@link OauthError} without `cause`: what failed may hold a token. Throws the reason of the signal.
 */
export async function askForToken(
  egress: WayOut,
  question: TokenQuestion,
  signal: AbortSignal,
): Promise<GivenToken> {
  const oauth = loadOauth();
  const { server, clientId, authenticate, grantType, parameters } = question;
  const url = secureUrlOf(server.token_endpoint, 'The token endpoint');
  const client = { client_id: clientId };
  try {
    const response = await oauth.genericTokenEndpointRequest(
      server,
      client,
      authenticate,
      grantType,
      parameters,
      {
        [oauth.customFetch]: egress.fetch(LIMITS),
        // Judged above, together with the exception for this machine.
        [oauth.allowInsecureRequests]: true,
        signal,
      },
    );
    return await readAnswer(response, { ...question, url });
  } catch (error) {
    signal.throwIfAborted();
    const explained = explainEgress(error, url);
    if (explained instanceof OauthError) throw explained;
    throw invalid(url, 'an answer that is none of OAuth 2.0');
  }
}

async function readAnswer(
  response: Response,
  question: TokenQuestion & { url: URL },
): Promise<GivenToken> {
  const { url, server, clientId, secrets } = question;
  const text = await response.text();
  const refusal = refusalIn(response, { text, url, secrets });
  if (refusal) throw refusal;
  const { status, headers } = response;
  const answer = await loadOauth().processGenericTokenEndpointResponse(
    server as AuthorizationServer,
    { client_id: clientId },
    new Response(text, { status, headers }),
  );
  return tokenIn(answer, url);
}

function tokenIn(answer: TokenEndpointResponse, url: URL): GivenToken {
  const { access_token: accessToken, refresh_token: refreshToken } = answer;
  if (answer.token_type !== 'bearer') {
    throw invalid(url, `a token of another type than Bearer`);
  }
  if (!TOKEN.test(accessToken) || accessToken.length > TOKEN_LENGTH_MAX) {
    throw invalid(url, 'a token that no header can carry');
  }
  return {
    accessToken,
    ...(refreshToken && { refreshToken }),
    ...(answer.expires_in !== undefined && { lifetimeS: answer.expires_in }),
    ...(answer.scope !== undefined && {
      scopes: answer.scope.split(' ').filter(Boolean),
    }),
  };
}

function invalid(url: URL, what: string): OauthError {
  return new OauthError(
    'authorization-server-invalid',
    `The token endpoint ${nameOf(url)} gave ${what}`,
  );
}
