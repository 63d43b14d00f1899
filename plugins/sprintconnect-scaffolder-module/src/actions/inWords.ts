import {
  AuthenticationError,
  ConflictError,
  InputError,
  NotAllowedError,
  NotFoundError,
  ServiceUnavailableError,
} from '@backstage/errors';
import { SprintConnectError } from '@sprintconnect/plugin-sprintconnect-common';
import { linesOf } from './faultsError';

const ERRORS: Record<number, new (message: string, cause?: Error) => Error> = {
  400: InputError,
  401: AuthenticationError,
  403: NotAllowedError,
  404: NotFoundError,
  409: ConflictError,
  422: InputError,
  429: ServiceUnavailableError,
  503: ServiceUnavailableError,
};

/** Does work that asks the registry; what it refuses becomes an error of Backstage that carries its words and each fault. */
export async function inWords<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw toBackstageError(error);
  }
}

function toBackstageError(error: unknown): unknown {
  if (error instanceof SprintConnectError) {
    const { detail, title, errors = [] } = error.problem;
    const said = detail || title;
    const message = errors.length > 0 ? `${said}\n${linesOf(errors)}` : said;
    const Kind = ERRORS[error.status] ?? Error;
    return new Kind(message);
  }
  return isSilence(error)
    ? new ServiceUnavailableError(
        `SprintConnect can't be reached: ${error.cause.message}. Try again in a moment.`,
      )
    : error;
}

/** What `fetch` throws where nobody answers, which says no more itself than "fetch failed". */
function isSilence(error: unknown): error is { cause: { message: string } } {
  const { name, cause } = (error ?? {}) as {
    name?: unknown;
    cause?: { message?: unknown };
  };
  return name === 'TypeError' && typeof cause?.message === 'string';
}
