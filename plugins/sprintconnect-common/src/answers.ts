import type { z } from 'zod';
import { problemSchema } from './problem';
import { SprintConnectError } from './SprintConnectError';

const NOT_OURS = { type: 'about:blank', instance: '', requestId: '' };

/** Reads a successful answer. Anything that does not fit the schema is a 502 problem that names each fault. */
export async function answerOf<T>(
  response: Response,
  schema: z.ZodType<T>,
  parse: (text: string) => unknown = JSON.parse,
): Promise<T> {
  const text = await response.text();
  let body: unknown;
  try {
    body = parse(text);
  } catch (cause) {
    throw new SprintConnectError(
      {
        ...NOT_OURS,
        status: 502,
        title: 'Unreadable response',
        detail: `SprintConnect returned ${response.status} with something that isn't JSON. Check that the base URL points to its backend plugin.`,
      },
      { cause },
    );
  }
  const result = schema.safeParse(body);
  if (result.success) return result.data;
  throw new SprintConnectError(
    {
      ...NOT_OURS,
      status: 502,
      title: 'Unexpected response',
      detail:
        "SprintConnect returned something that this client doesn't understand. Check that both have the same version.",
      errors: result.error.issues.map(issue => ({
        path: issue.path.join('.'),
        message: issue.message,
      })),
    },
    { cause: result.error },
  );
}

/** What stands before SprintConnect answers so where it gets no answer (RFC 9110, section 15.6). */
const GATEWAY_STATUSES = [502, 503, 504];

/** The problem of a refused request, also where a proxy or Backstage itself refused it in its own format. */
export async function errorOf(response: Response): Promise<SprintConnectError> {
  const text = await response.text();
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    body = undefined;
  }
  const problem = problemSchema.safeParse(body);
  if (problem.success) return new SprintConnectError(problem.data);
  const said = `${response.status} ${response.statusText}`.trim();
  return new SprintConnectError({
    ...NOT_OURS,
    status: response.status,
    title: response.statusText || `HTTP ${response.status}`,
    detail:
      backstageMessageOf(body) ??
      (GATEWAY_STATUSES.includes(response.status)
        ? `SprintConnect can't be reached: the proxy in front of it returned ${said}. Try again in a moment.`
        : `Request failed: ${said}`),
    requestId: response.headers.get('x-request-id') ?? '',
  });
}

/** Backstage's own routes answer errors as `{error: {name, message}}`. */
function backstageMessageOf(body: unknown): string | undefined {
  if (typeof body !== 'object' || body === null || !('error' in body)) {
    return undefined;
  }
  const { error } = body;
  if (typeof error !== 'object' || error === null || !('message' in error)) {
    return undefined;
  }
  return typeof error.message === 'string' ? error.message : undefined;
}
