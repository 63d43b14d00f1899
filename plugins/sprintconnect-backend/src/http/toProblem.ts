import { DatabaseUnavailableError } from '../ports';
import { ProblemError } from './ProblemError';

const STATUS_BY_NAME: Record<string, number> = {
  InputError: 400,
  AuthenticationError: 401,
  NotAllowedError: 403,
  NotFoundError: 404,
  ConflictError: 409,
  NotImplementedError: 501,
  ServiceUnavailableError: 503,
};

/** What express and its body parser throw, by their `type`; their own texts speak of their own insides. */
const BODY_FAULTS: Record<string, { status: number; detail: string }> = {
  'entity.too.large': {
    status: 413,
    detail: 'The body is larger than 256 KiB.',
  },
  'entity.parse.failed': { status: 400, detail: "The body isn't valid JSON." },
  'encoding.unsupported': {
    status: 415,
    detail:
      "The Content-Encoding isn't supported. Send identity, gzip, or deflate.",
  },
  'charset.broken': {
    status: 400,
    detail: "The body contains bytes that aren't UTF-8.",
  },
  'charset.unsupported': { status: 415, detail: 'The body must be UTF-8.' },
  'request.aborted': {
    status: 400,
    detail: 'The request ended before its body was complete.',
  },
  'request.size.invalid': {
    status: 400,
    detail: "The body doesn't match its Content-Length.",
  },
};

/**
 * Whatever was thrown, as a problem. Errors of `@backstage/errors` are known by name, because two copies
 * of the package may be installed. An error that nobody meant for people becomes a 500 without its text,
 * since that may hold SQL, addresses or secrets.
 */
export function toProblem(error: unknown): ProblemError {
  if (error instanceof ProblemError) {
    return error;
  }
  if (error instanceof DatabaseUnavailableError) return unavailable(error);
  const { name, message, type, code, limit } = asRecord(error);
  const bodyFault = BODY_FAULTS[String(type)];
  if (bodyFault && bodyFault.status === 413) {
    const kilobytes = Math.floor(Number(limit) / 1024);
    const detail = `The body is larger than ${kilobytes} KiB.`;
    return new ProblemError({ status: 413, detail, cause: error });
  }
  if (bodyFault) {
    return new ProblemError({ ...bodyFault, cause: error });
  }
  if (/^(Z_|ERR__?ERROR_)/.test(String(code))) {
    return new ProblemError({
      status: 400,
      detail: "The body doesn't match its Content-Encoding.",
      cause: error,
    });
  }
  if (name === 'URIError') {
    return new ProblemError({
      status: 400,
      detail: "The path isn't a well-formed URI.",
      cause: error,
    });
  }
  const status = STATUS_BY_NAME[String(name)];
  if (status) {
    return new ProblemError({
      status,
      detail: String(message),
      headers: status === 401 ? { 'WWW-Authenticate': 'Bearer' } : undefined,
      cause: error,
    });
  }
  return new ProblemError({
    status: 500,
    detail:
      'Something went wrong in SprintConnect. Search the backend log for this request ID.',
    cause: error,
  });
}

/** RFC 9110, sections 15.6.4 and 10.2.3. */
function unavailable(error: DatabaseUnavailableError): ProblemError {
  return new ProblemError({
    kind: error.isOutcomeUnknown ? 'outcome-unknown' : 'database-unavailable',
    detail: error.isOutcomeUnknown
      ? 'The database connection was lost while saving the change, so it may or may not have been saved. Check before you try again. With an Idempotency-Key you can safely send the same request again.'
      : "The database isn't reachable right now. Try again after the number of seconds in Retry-After.",
    headers: { 'Retry-After': '5' },
    cause: error,
  });
}

function asRecord(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null
    ? (value as Record<string, unknown>)
    : {};
}
