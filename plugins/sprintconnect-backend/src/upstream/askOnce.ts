import type { Remote } from '@sprintconnect/plugin-sprintconnect-common';
import type { Clock, EgressError, WayOut } from '../ports';
import { boundHandshake } from './boundHandshake';
import { describeRemote } from './describeRemote';
import { explainUpstreamFailure } from './explainUpstreamFailure';
import { HOST_REFUSALS } from './hostRefusalOf';
import { loadSdk } from './loadSdk';
import { loginRequiredBy } from './loginRequiredBy';
import { readAnswer } from './readAnswer';
import { retryAfterOf } from './retryAfterOf';
import type { UpstreamSettings } from './UpstreamSettings';
import { UpstreamError } from './UpstreamError';
import { wordsOfIssues } from './wordsOfIssues';

export type HttpRemote = Exclude<Remote, { type: 'stdio' }>;

/** The questions by which a server shows that it speaks MCP: that of its era. */
export type Question = 'server/discover' | 'initialize';

export interface AskOptions {
  egress: WayOut;
  clock: Clock;
  signal: AbortSignal;
  timeoutMs: number;
  clientInfo: { name: string; version: string };
  settings: Pick<UpstreamSettings, 'bodyBytesMax'>;
}

const MODERN = '2026-07-28';
const LATEST_LEGACY = '2025-11-25';
const ID = 1;

/** Tells the status in the shape that explainUpstreamFailure knows from the SDK, and for how long it asks for patience. */
class HttpStatusError extends Error {
  override readonly name = 'HttpStatusError';
  constructor(
    readonly data: { status: number; retryAfterMs?: number; text?: string },
  ) {
    super(`HTTP ${data.status}`);
  }
}

/**
 * Asks one question by one POST and judges the answer by the SDK's own schemas.
 *
 * @remarks
 *
 * Written by hand, because a client of the SDK with its transport costs several times the processor time of this one
 * request, and a prober asks thousands of servers a minute. Gives the session that the server opened for it, if it did.
 * Throws UpstreamError.
 */
export async function askOnce(
  remote: HttpRemote,
  question: Question,
  options: AskOptions,
): Promise<{ sessionId?: string }> {
  const { egress, clock, signal, timeoutMs, settings } = options;
  let fault: EgressError | undefined;
  const fetch = egress.fetch(
    {
      headersTimeoutMs: timeoutMs,
      bodyTimeoutMs: timeoutMs,
      // As a discovery: a server that says much of itself answers all the same.
      bodyBytesMax: settings.bodyBytesMax,
    },
    error => {
      fault ??= error;
    },
  );
  try {
    const response = await fetch(remote.url, {
      method: 'POST',
      headers: headersOf(remote, question),
      body: JSON.stringify(bodyOf(question, options.clientInfo)),
      signal,
    });
    if (!response.ok) {
      throw await refusalOf(response, { remote, clock });
    }
    await judge(response, { question, who: describeRemote(remote) });
    return {
      sessionId: response.headers.get('mcp-session-id') ?? undefined,
    };
  } catch (error) {
    if (signal.aborted) {
      throw noAnswerWithin(remote, timeoutMs);
    }
    throw explainUpstreamFailure(error, remote, { fault });
  }
}

/** What to say of a remote that was silent for so long. */
export function noAnswerWithin(
  remote: Remote,
  timeoutMs: number,
): UpstreamError {
  return new UpstreamError(
    'timeout',
    `${describeRemote(remote)} didn't respond within ${timeoutMs} ms`,
  );
}

async function refusalOf(
  response: Response,
  { remote, clock }: { remote: HttpRemote; clock: Clock },
) {
  const { status, headers, body } = response;
  const asked = headers.get('retry-after');
  const retryAfterMs = retryAfterOf(asked, clock.now());
  // Errors of the modern era come as HTTP 400 (MCP 2026-07-28, Streamable HTTP); so does a Host that is not
  // allowed, among others; what the rest says is not needed.
  const isTelling = HOST_REFUSALS.has(status);
  const text = isTelling ? await response.text() : undefined;
  if (!isTelling) await body?.cancel();
  return (
    loginRequiredBy(response, remote) ??
    new HttpStatusError({ status, retryAfterMs, text })
  );
}

async function judge(
  response: Response,
  { question, who }: { question: Question; who: string },
): Promise<void> {
  const otherwise = (words: string) =>
    new UpstreamError(
      'protocol',
      `${who} returned an invalid MCP response to ${question}: ${words}`,
    );
  const answer = await readAnswer(response, { id: ID, who });
  if (answer.error) throw answer.error;
  // As a discovery sees it: what nobody keeps of it may be as wrong as it likes.
  const result: unknown = boundHandshake(answer.result);
  const { specTypeSchemas } = loadSdk();
  const schema =
    question === 'initialize'
      ? specTypeSchemas.InitializeResult
      : specTypeSchemas.DiscoverResult;
  const { issues } = await schema['~standard'].validate(result);
  if (issues) throw otherwise(wordsOfIssues(issues));
  const { supportedVersions } = result as { supportedVersions: unknown[] };
  if (question === 'server/discover' && !supportedVersions.includes(MODERN)) {
    throw otherwise(`supportedVersions doesn't include ${MODERN}`);
  }
}

function headersOf(remote: HttpRemote, question: Question) {
  return {
    ...remote.headers,
    accept: 'application/json, text/event-stream',
    'content-type': 'application/json',
    // A kept connection that the server closes at this moment would look like a server that is down.
    connection: 'close',
    ...(question === 'server/discover' && {
      'mcp-protocol-version': MODERN,
      'mcp-method': question,
    }),
  };
}

function bodyOf(question: Question, clientInfo: AskOptions['clientInfo']) {
  const envelope = { jsonrpc: '2.0', id: ID, method: question };
  if (question === 'initialize') {
    const params = {
      protocolVersion: LATEST_LEGACY,
      capabilities: {},
      clientInfo,
    };
    return { ...envelope, params };
  }
  return {
    ...envelope,
    params: {
      _meta: {
        'io.modelcontextprotocol/protocolVersion': MODERN,
        'io.modelcontextprotocol/clientInfo': clientInfo,
        'io.modelcontextprotocol/clientCapabilities': {},
      },
    },
  };
}

/** Tells the server that a session is over. Takes at most a second and never rejects. */
export async function endSession(
  remote: HttpRemote,
  sessionId: string,
  { egress }: Pick<AskOptions, 'egress'>,
): Promise<void> {
  const patienceMs = 1_000;
  const fetch = egress.fetch({
    headersTimeoutMs: patienceMs,
    bodyTimeoutMs: patienceMs,
  });
  await fetch(remote.url, {
    method: 'DELETE',
    headers: {
      ...remote.headers,
      'mcp-session-id': sessionId,
      'mcp-protocol-version': LATEST_LEGACY,
    },
  })
    .then(response => response.body?.cancel())
    .catch(() => {});
}
