import { SecretError, type Fetch } from '../../ports';
import { withSignal } from '@sprintconnect/plugin-sprintconnect-common';

/** For an answer, however slow. */
const TIMEOUT_MS = 10_000;

export interface BaoQuestion {
  method: 'GET' | 'POST';
  /** Behind `/v1/`. */
  path: string;
  body?: object;
  token?: string;
  signal?: AbortSignal;
}

export interface BaoAnswer {
  /** 200 or 204; 400, 403 and 404, which mean another thing to each who asks. */
  status: number;
  data?: Record<string, unknown>;
  auth?: Record<string, unknown>;
  /** What was wrong, in the server's words; never shown, because it may quote what was sent. */
  errors: string;
}

/** Where a server is, and how it is asked. */
export interface BaoPlace {
  fetch: Fetch;
  origin: string;
  namespace?: string;
}

/**
 * Asks once (HTTP API of Vault, version 1). Throws SecretError `secrets-unavailable` where no answer came, or one by which the server
 * says that it is sealed, in standby, busy or broken.
 */
export async function askBao(
  { fetch, origin, namespace }: BaoPlace,
  { method, path, body, token, signal }: BaoQuestion,
): Promise<BaoAnswer> {
  const ask = (bounded: AbortSignal) =>
    fetch(`${origin}/v1/${path}`, {
      method,
      headers: {
        'X-Vault-Request': 'true',
        ...(namespace !== undefined && { 'X-Vault-Namespace': namespace }),
        ...(token !== undefined && { 'X-Vault-Token': token }),
        ...(body && { 'Content-Type': 'application/json' }),
      },
      ...(body && { body: JSON.stringify(body) }),
      signal: bounded,
    });
  const asked = { sources: [signal], timeoutMs: TIMEOUT_MS };
  let read: { status: number; text: string };
  try {
    read = await withSignal(asked, async bounded => {
      const response = await ask(bounded);
      return { status: response.status, text: await response.text() };
    });
  } catch (error) {
    signal?.throwIfAborted();
    throw unavailable(origin, `doesn't answer (${codeOf(error)})`, error);
  }
  return answerOf(origin, read);
}

function answerOf(
  origin: string,
  { status, text }: { status: number; text: string },
): BaoAnswer {
  if (status === 503) throw unavailable(origin, 'is sealed or not ready');
  const isAnswer = [200, 204, 400, 403, 404].includes(status);
  if (!isAnswer) throw unavailable(origin, `answered ${status}`);
  let read: unknown;
  try {
    read = text === '' ? {} : JSON.parse(text);
  } catch {
    throw unavailable(origin, "answered something that isn't JSON");
  }
  const { data, auth, errors } = (read ?? {}) as Record<string, unknown>;
  return {
    status,
    ...(isObject(data) && { data }),
    ...(isObject(auth) && { auth }),
    errors: Array.isArray(errors) ? errors.join('; ') : '',
  };
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

/** Of undici, the cause says more. */
function codeOf(error: unknown): string {
  const { cause, code, name } = error as Error & { code?: string };
  const inner = (cause as { code?: string } | undefined)?.code;
  return inner ?? code ?? name;
}

function unavailable(origin: string, words: string, cause?: unknown) {
  return new SecretError(
    'secrets-unavailable',
    `The vault at ${origin} ${words}. Secrets can't be opened until it does again.`,
    { cause },
  );
}
