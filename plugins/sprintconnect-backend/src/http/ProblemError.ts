import {
  type Fault,
  type ProblemKind,
  problemKinds,
} from '@sprintconnect/plugin-sprintconnect-common';

/** The phrases of RFC 9110, section 15, and RFC 6585. */
const PHRASES: Record<number, string> = {
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  405: 'Method Not Allowed',
  409: 'Conflict',
  412: 'Precondition Failed',
  413: 'Content Too Large',
  415: 'Unsupported Media Type',
  422: 'Unprocessable Content',
  428: 'Precondition Required',
  429: 'Too Many Requests',
  500: 'Internal Server Error',
  501: 'Not Implemented',
  502: 'Bad Gateway',
  503: 'Service Unavailable',
  504: 'Gateway Timeout',
};

/** A kind says its status; a status alone is for what has no more to tell to a machine (`about:blank` in RFC 9457). */
type Which = { kind: ProblemKind } | { status: number };

/** The parts of a problem that the thrower knows. `detail` is shown to people: what was wrong and what to do. */
export type ProblemOptions = Which & {
  detail: string;
  /** Default: the phrase of the status. */
  title?: string;
  errors?: Fault[];
  /** The id of the call's record, where a call led here. */
  callId?: string;
  /** Where the caller connects the account that is missing. */
  connectUrl?: string;
  /** Response headers, such as `Retry-After`. */
  headers?: Record<string, string>;
  cause?: unknown;
};

/** An answer that is an error, as `application/problem+json` will say it (RFC 9457). */
export class ProblemError extends Error {
  override readonly name = 'ProblemError';
  readonly kind?: ProblemKind;
  readonly status: number;
  readonly title: string;
  readonly detail: string;
  readonly errors?: Fault[];
  readonly callId?: string;
  readonly connectUrl?: string;
  readonly headers: Record<string, string>;

  constructor(options: ProblemOptions) {
    super(options.detail, { cause: options.cause });
    this.kind = 'kind' in options ? options.kind : undefined;
    this.status =
      'kind' in options ? problemKinds[options.kind].status : options.status;
    this.title = options.title ?? PHRASES[this.status] ?? 'Error';
    this.detail = options.detail;
    this.errors = options.errors;
    this.callId = options.callId;
    this.connectUrl = options.connectUrl;
    this.headers = options.headers ?? {};
  }
}
