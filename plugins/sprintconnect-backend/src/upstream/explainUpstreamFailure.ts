import {
  hideTokens,
  type Remote,
} from '@sprintconnect/plugin-sprintconnect-common';
import { EgressError, type EgressErrorCode } from '../ports';
import { bounds } from './bounds';
import { describeRemote } from './describeRemote';
import { hostRefusalOf } from './hostRefusalOf';
import { hasLostSession } from './hasLostSession';
import { isMalformed } from './isMalformed';
import { loadSdk } from './loadSdk';
import { modernErrorOf } from './modernErrorOf';
import { rpcErrorIn } from './rpcErrorIn';
import { secretsOf } from './secretsOf';
import { UpstreamError, type UpstreamErrorCode } from './UpstreamError';
import { issuesIn, wordsOfIssues } from './wordsOfIssues';

const EGRESS_CODES: Readonly<Record<EgressErrorCode, UpstreamErrorCode>> = {
  'scheme-not-allowed': 'egress-refused',
  'port-not-allowed': 'egress-refused',
  'address-not-allowed': 'egress-refused',
  'destination-not-allowed': 'egress-refused',
  redirected: 'egress-refused',
  'name-not-resolved': 'dns',
  'connection-failed': 'refused',
  'tls-failed': 'tls',
  'timed-out': 'timeout',
  'too-large': 'too-large',
  limited: 'throttled',
  'rules-unavailable': 'refused',
};

/** The words of the SSE transport of the SDK, which has no class for this. */
const POST_REFUSED = /^Error POSTing to endpoint \(HTTP (\d{3})\): (.*)$/s;

/** Longer text is not even searched. */
const SEARCHED_MAX = 10_000;

/** What JSON-RPC says of an unknown method. */
const METHOD_NOT_FOUND = -32601;

/** What a transport knows beside the error. */
export interface FailureContext {
  /** What the transport remembers; where there is one, the error is no more than its echo. */
  fault?: unknown;
  /** Whether the server had opened a session. */
  inSession?: boolean;
  /** Over HTTP+SSE: the URL for messages that the event stream named. */
  endpoint?: string;
  /** Over HTTP+SSE: whether the server has sent any message. */
  hasAnswered?: boolean;
  /** The body of the answer that refused the event stream. */
  text?: string;
}

/** Turns whatever went wrong with a remote into an UpstreamError. */
export function explainUpstreamFailure(
  error: unknown,
  remote: Remote,
  context: FailureContext = {},
): UpstreamError {
  const { fault, inSession } = context;
  const causes = [...causesOf(fault ?? error)];
  const said = causes.find(each => each instanceof UpstreamError);
  if (said) {
    return said as UpstreamError;
  }
  const egress = causes.find(each => each instanceof EgressError);
  if (egress) {
    const { code, message } = egress as EgressError;
    return new UpstreamError(EGRESS_CODES[code], message);
  }
  const who = describeRemote(remote);
  const modern = causes.map(modernErrorOf).find(each => each !== undefined);
  if (modern) {
    return new UpstreamError(
      'protocol',
      `${who} returned error ${modern.code}: ${quote(modern.message, remote)}`,
      { isModern: true },
    );
  }
  for (const cause of causes) {
    const status = httpStatusOf(cause);
    if (!status) continue;
    const posted = saidToPost(cause);
    const endpoint =
      posted !== undefined && context.endpoint
        ? describeRemote({ ...remote, url: context.endpoint } as Remote)
        : undefined;
    const isLost = hasLostSession(cause, { status, inSession });
    if (
      endpoint &&
      isLost &&
      !context.hasAnswered &&
      !/session/i.test(posted!)
    ) {
      return misplaced(endpoint, who);
    }
    if (isLost) {
      return forgetful(status, who);
    }
    const text = posted ?? cause.data?.text ?? context.text;
    const host = hostRefusalOf(status, text);
    if (host) {
      const words = host.said && quote(host.said, remote);
      return strict(endpoint ?? who, { status, said: words });
    }
    return ofStatus(status, endpoint ?? who, cause.data?.retryAfterMs);
  }
  return ofSdk(causes, remote, who);
}

function ofSdk(
  causes: readonly ErrorLike[],
  remote: Remote,
  who: string,
): UpstreamError {
  if (causes.some(isMalformed)) {
    return new UpstreamError(
      'protocol',
      `${who} didn't return a JSON-RPC message. Check that the URL is an MCP endpoint.`,
    );
  }
  const { SdkError, SdkErrorCode } = loadSdk();
  const codes = causes
    .filter(each => each instanceof SdkError)
    .map(({ code }) => code);
  if (codes.includes(SdkErrorCode.RequestTimeout)) {
    return new UpstreamError('timeout', `${who} didn't respond in time`);
  }
  if (codes.includes(SdkErrorCode.ClientHttpUnexpectedContent)) {
    return new UpstreamError(
      'protocol',
      `${who} returned a content type other than application/json or text/event-stream. Check that the URL is an MCP endpoint.`,
    );
  }
  if (codes.includes(SdkErrorCode.ConnectionClosed)) {
    return new UpstreamError('refused', `${who} closed the connection`);
  }
  const issues = causes
    .map(({ message }) => issuesIn(message))
    .find(each => each !== undefined);
  if (issues) {
    return new UpstreamError(
      'protocol',
      `${who} returned an invalid MCP response to ${issues.method}: ${wordsOfIssues(issues.issues)}`,
    );
  }
  const isStreamless = causes.some(
    ({ code }) => Number(code) >= 200 && Number(code) < 300,
  );
  if (remote.type === 'sse' && isStreamless) {
    return new UpstreamError(
      'protocol',
      `${who} didn't return an event stream (text/event-stream). If the server uses Streamable HTTP, register it with the type streamable-http. Otherwise check the URL.`,
    );
  }
  const rpc = causes.find(({ code }) => typeof code === 'number');
  if (rpc) {
    return new UpstreamError(
      'protocol',
      `${who} returned error ${rpc.code}: ${quote(rpc.message, remote)}`,
      { isUnknownMethod: rpc.code === METHOD_NOT_FOUND },
    );
  }
  return new UpstreamError(
    'protocol',
    `${who} didn't return valid MCP: ${quote(causes.at(0)?.message, remote)}`,
  );
}

function ofStatus(
  status: number,
  who: string,
  retryAfterMs?: number,
): UpstreamError {
  if (status === 401) {
    return new UpstreamError(
      'auth',
      `${who} returned HTTP 401: it requires a credential, or rejected the one it got`,
    );
  }
  if (status === 403) {
    return new UpstreamError(
      'auth',
      `${who} returned HTTP 403: access denied. The credential is missing or lacks permission, or the server accepts only certain hosts, origins, or networks. Its owner can tell which.`,
    );
  }
  if (status === 429) {
    const patience = retryAfterMs
      ? `. It asks to wait ${Math.ceil(retryAfterMs / 1000)} s`
      : '';
    return new UpstreamError(
      'throttled',
      `${who} returned HTTP 429: it's up, but limits requests${patience}`,
      { retryAfterMs },
    );
  }
  if (status >= 500) {
    return new UpstreamError(
      'http-5xx',
      `${who} returned HTTP ${status}: the server failed. Its owner can find the cause in its logs`,
      { retryAfterMs },
    );
  }
  if (status < 400) {
    return new UpstreamError(
      'protocol',
      `${who} returned HTTP ${status}: it redirects too many times or nowhere. Register the final URL.`,
    );
  }
  return new UpstreamError(
    'protocol',
    `${who} returned HTTP ${status}. Check the path of the URL and the transport type.`,
  );
}

function strict(
  who: string,
  { status, said }: { status: number; said?: string },
): UpstreamError {
  const words = said === undefined ? '' : `: "${said}"`;
  return new UpstreamError(
    'protocol',
    `${who} returned HTTP ${status}: it doesn't accept this Host or Origin header${words}. Ask its owner to allow this host, or register a URL that it allows.`,
  );
}

function misplaced(endpoint: string, who: string): UpstreamError {
  return new UpstreamError(
    'protocol',
    `${endpoint} returned HTTP 404. The event stream of ${who} gave this URL for messages, but nothing is there. A proxy may change the path; the owner can configure the server's public path.`,
    // A replica that does not know the session may answer the same: another stream may do better.
    { lostSession: true },
  );
}

function forgetful(status: number, who: string): UpstreamError {
  return new UpstreamError(
    'protocol',
    `${who} doesn't know the session it just opened (HTTP ${status}). It was restarted, or several replicas serve this URL without sharing sessions. Its owner can route each session (Mcp-Session-Id) to the replica that opened it, share sessions between replicas, or run the server without sessions.`,
    { lostSession: true },
  );
}

/** Whether the server says that it does not know the method: as a JSON-RPC error, or inside an HTTP error. */
export function isMethodNotFound(error: unknown): boolean {
  const { code } = error as { code?: unknown };
  return (
    code === METHOD_NOT_FOUND || rpcErrorIn(error)?.code === METHOD_NOT_FOUND
  );
}

interface ErrorLike {
  name?: unknown;
  message?: unknown;
  code?: unknown;
  data?: {
    status?: unknown;
    cause?: unknown;
    retryAfterMs?: number;
    text?: unknown;
  };
  cause?: unknown;
}

function* causesOf(error: unknown): Generator<ErrorLike> {
  for (
    let cause = error as ErrorLike | undefined, depth = 0;
    typeof cause === 'object' && cause !== null && depth < 8;
    cause = (cause.cause ?? cause.data?.cause) as ErrorLike | undefined, depth++
  ) {
    yield cause;
  }
}

/** From an SdkHttpError, an SseError, an UnauthorizedError, or the words of the SSE transport. */
function httpStatusOf(error: ErrorLike): number | undefined {
  const { name, message, code, data } = error;
  if (typeof data?.status === 'number') {
    return data.status;
  }
  if (name === 'UnauthorizedError') {
    return 401;
  }
  if (typeof code === 'number' && code >= 300 && code <= 599) {
    return code;
  }
  const words = POST_REFUSED.exec(String(message));
  return words ? Number(words[1]) : undefined;
}

/** What the SSE transport tells of an answer to a POST: its body, empty where it has none. Undefined for other errors. */
function saidToPost({ message }: ErrorLike): string | undefined {
  const said = POST_REFUSED.exec(String(message))?.[2];
  return said === 'null' ? '' : said?.trim();
}

/** What the other side said, short, on one line, and without what it may echo of what we sent, or tell of what looks like a secret. */
export function quote(text: unknown, remote: Remote): string {
  const line = String(text ?? 'no reason given')
    .slice(0, SEARCHED_MAX)
    .replace(/\p{Cc}+/gu, ' ');
  const shown = secretsOf(remote).reduce(
    (rest, secret) => rest.replaceAll(secret, '[hidden]'),
    line,
  );
  return hideTokens(shown).slice(0, bounds.errorWords.most);
}
