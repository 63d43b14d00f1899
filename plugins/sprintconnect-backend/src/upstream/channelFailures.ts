import type { Remote } from '@sprintconnect/plugin-sprintconnect-common';
import { EgressError } from '../ports';
import { describeRemote } from './describeRemote';
import { quote } from './explainUpstreamFailure';
import type { RpcMessage } from './readMessage';
import { secretsOf } from './secretsOf';
import type { ChannelAnswer } from './UpstreamChannel';
import { UpstreamError } from './UpstreamError';

/** Refusals of egress that come before a byte is sent. A redirect comes after. */
const BEFORE_SENDING: ReadonlySet<string> = new Set([
  'scheme-not-allowed',
  'port-not-allowed',
  'address-not-allowed',
  'name-not-resolved',
  'rules-unavailable',
]);
/** Errors of a connection that was never made (Node.js, undici). */
const NEVER_CONNECTED: ReadonlySet<unknown> = new Set([
  'ECONNREFUSED',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'EAI_AGAIN',
  'UND_ERR_CONNECT_TIMEOUT',
]);

interface Cause {
  code?: unknown;
  cause?: unknown;
  errors?: unknown[];
}

/** Whether the request cannot have reached the server, which a connection that broke does not say. Pure. */
export function wasNeverSent(error: unknown, depth = 8): boolean {
  if (typeof error !== 'object' || error === null || depth === 0) return false;
  const { code, cause, errors = [] } = error as Cause;
  if (error instanceof EgressError && BEFORE_SENDING.has(error.code))
    return true;
  if (NEVER_CONNECTED.has(code)) return true;
  return [cause, ...errors].some(each => wasNeverSent(each, depth - 1));
}

/** The same failure, with the word that the server did nothing. */
export function asNeverRan(error: UpstreamError): UpstreamError {
  const { code, message } = error;
  return new UpstreamError(code, message, { ...error, neverRan: true });
}

export function cancelled(remote: Remote): UpstreamError {
  return new UpstreamError(
    'timeout',
    `${describeRemote(remote)} was cancelled before it responded`,
  );
}

export function tooLate(remote: Remote, timeoutMs: number): UpstreamError {
  return new UpstreamError(
    'timeout',
    `${describeRemote(remote)} didn't respond within ${timeoutMs} ms`,
  );
}

export function resultTooLarge(remote: Remote, most: number): UpstreamError {
  return new UpstreamError(
    'too-large',
    `The result from ${describeRemote(remote)} is larger than the limit of ${most} bytes. Ask for less, or have its owner raise the result limit of the server.`,
  );
}

export function noMessage(remote: Remote): UpstreamError {
  return new UpstreamError(
    'protocol',
    `${describeRemote(remote)} didn't return a JSON-RPC message. Check that the URL is an MCP endpoint.`,
  );
}

export function hasEnded(remote: Remote): UpstreamError {
  return new UpstreamError(
    'refused',
    `The connection to ${describeRemote(remote)} has ended`,
  );
}

export function tooManyMessages(remote: Remote, most: number): UpstreamError {
  return new UpstreamError(
    'too-large',
    `${describeRemote(remote)} sent more than ${most} messages before its response. An administrator can raise sprintconnect.upstream.messagesMax.`,
  );
}

/** What the message answers, its text of an error bounded and without what we sent as a secret. */
export function answerOf(
  { result, error }: RpcMessage,
  { remote, bytes }: { remote: Remote; bytes: number },
): ChannelAnswer {
  if (result) return { result, bytes };
  const { code = 0, message, data } = error ?? {};
  const words = quote(message, remote);
  // Text of the server's own making that may echo a header is not passed on.
  const isClean = data !== undefined && !echoes(data, remote);
  return {
    error: { code, message: words, ...(isClean && { data }) },
    bytes,
  };
}

function echoes(data: unknown, remote: Remote): boolean {
  const text = JSON.stringify(data);
  return secretsOf(remote).some(
    secret =>
      text.includes(secret) ||
      // As JSON writes it.
      text.includes(JSON.stringify(secret).slice(1, -1)),
  );
}
