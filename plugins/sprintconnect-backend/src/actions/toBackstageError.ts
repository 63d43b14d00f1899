import {
  AuthenticationError,
  ConflictError,
  InputError,
  NotAllowedError,
  NotFoundError,
  NotImplementedError,
  ServiceUnavailableError,
} from '@backstage/errors';
import type { ProblemError } from '../http';

const BY_STATUS: Record<number, new (message: string) => Error> = {
  401: AuthenticationError,
  403: NotAllowedError,
  404: NotFoundError,
  409: ConflictError,
  412: ConflictError,
  // Backstage has no error for it. This one, too, asks for patience.
  429: ServiceUnavailableError,
  501: NotImplementedError,
};

/**
 * A problem as an error of Backstage: mcp-actions tells the text of these, and hides that of all others. The text has every
 * fault with its path, and of a failure of ours the id to look for in the log. Pure.
 */
export function toBackstageError(
  problem: ProblemError,
  requestId: string,
): Error {
  const { status } = problem;
  const BackstageError =
    BY_STATUS[status] ?? (status < 500 ? InputError : ServiceUnavailableError);
  const text = textOf(problem);
  const error = new BackstageError(
    status >= 500 ? `${text} Request ID: ${requestId}` : text,
  );
  // Of the names there are few; the status is that of the route, and who is only asked for patience fills no log of errors.
  return Object.assign(error, { statusCode: status });
}

function textOf({ kind, detail, errors = [] }: ProblemError): string {
  const lines = errors
    .filter(({ path, message }) => !tells(detail, path, message))
    .map(({ path, message }) =>
      path ? `- ${path} ${message}` : `- ${message}`,
    );
  if (lines.length === 0) return detail;
  const head =
    kind === 'invalid-request' && errors.length > 1
      ? `The input has ${errors.length} errors:`
      : detail;
  return [head, ...lines].join('\n');
}

function tells(detail: string, path: string, message: string): boolean {
  return detail.includes(path) && detail.includes(message.replace(/\.$/, ''));
}
