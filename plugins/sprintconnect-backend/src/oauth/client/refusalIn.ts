import { OauthError } from '../../ports';
import { nameOf } from '../metadata/readDocument';

/** RFC 6749, section 5.2, and its extensions; what is written otherwise is no code. */
const CODE = /^[a-z0-9_.-]{1,60}$/i;
const DESCRIPTION_MAX = 200;
/** Shorter ones stand in words that tell nothing. */
const SECRET_LENGTH_MIN = 4;
/** Something that looks like an assertion or a token. */
const JWT = /eyJ[\w-]{5,}/;
const PASSING_CODES = new Set([
  'server_error',
  'slow_down',
  'temporarily_unavailable',
]);
const RETRY_MAX_S = 300;

/**
 * What a token endpoint refuses with (RFC 6749, section 5.2), or undefined when it gives a token. Some refuse with HTTP 200. Pure.
 *
 * What it says is told to people as far as it is short, readable and repeats no secret.
 */
export function refusalIn(
  response: Pick<Response, 'status' | 'headers'>,
  {
    text,
    url,
    secrets,
  }: { text: string; url: URL; secrets: readonly string[] },
): OauthError | undefined {
  const { status, headers } = response;
  const said = parsed(text);
  const code = codeIn(said, secrets);
  if (status === 200 && code === undefined) return undefined;
  const passes =
    status >= 500 || status === 429 || status === 408 || isPassingCode(code);
  const what = [code ?? `HTTP ${status}`, descriptionIn(said, secrets)]
    .filter(Boolean)
    .join(': ');
  if (passes) {
    return new OauthError(
      'authorization-server-unavailable',
      `The token endpoint ${nameOf(url)} gives no token now (${what})`,
      { retryAfterMs: retryAfterOf(headers), said: code },
    );
  }
  const isRefusal = code !== undefined || status === 401 || status === 403;
  return new OauthError(
    isRefusal ? 'client-refused' : 'authorization-server-invalid',
    `The token endpoint ${nameOf(url)} refused the client (${what})`,
    { said: code },
  );
}

function isPassingCode(code: string | undefined): boolean {
  return code !== undefined && PASSING_CODES.has(code);
}

function parsed(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null
      ? (value as Record<string, unknown>)
      : {};
  } catch {
    return {};
  }
}

function codeIn(
  { error }: Record<string, unknown>,
  secrets: readonly string[],
): string | undefined {
  if (error === undefined) return undefined;
  const isCode = typeof error === 'string' && CODE.test(error);
  return isCode && !repeats(error, secrets) ? error : 'error';
}

function descriptionIn(
  { error_description: description }: Record<string, unknown>,
  secrets: readonly string[],
): string | undefined {
  if (typeof description !== 'string' || repeats(description, secrets)) {
    return undefined;
  }
  const words = description.replace(/[\p{C}\s]+/gu, ' ').trim();
  return words.length > DESCRIPTION_MAX
    ? `${words.slice(0, DESCRIPTION_MAX)}…`
    : words;
}

function repeats(text: string, secrets: readonly string[]): boolean {
  return (
    JWT.test(text) ||
    secrets
      .filter(({ length }) => length >= SECRET_LENGTH_MIN)
      .flatMap(secret => [
        secret,
        encodeURIComponent(secret),
        Buffer.from(secret).toString('base64').replace(/=+$/, ''),
      ])
      .some(form => text.includes(form))
  );
}

function retryAfterOf(headers: Headers): number | undefined {
  const seconds = Number(headers.get('retry-after') ?? NaN);
  return Number.isFinite(seconds) && seconds > 0
    ? Math.min(seconds, RETRY_MAX_S) * 1000
    : undefined;
}
