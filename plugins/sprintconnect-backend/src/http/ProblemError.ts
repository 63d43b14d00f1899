import { STATUS_CODES } from 'node:http';
import type { Fault } from '@sprintconnect/plugin-sprintconnect-common';

/** The parts of a problem that the thrower knows. `detail` is shown to people: what was wrong and what to do. */
export interface ProblemOptions {
  status: number;
  detail: string;
  /** Default: the phrase of the status. */
  title?: string;
  errors?: Fault[];
  /** Response headers, such as `Retry-After`. */
  headers?: Record<string, string>;
  cause?: unknown;
}

/** An answer that is an error, as `application/problem+json` will say it (RFC 9457). */
export class ProblemError extends Error {
  override readonly name = 'ProblemError';
  readonly status: number;
  readonly title: string;
  readonly detail: string;
  readonly errors?: Fault[];
  readonly headers: Record<string, string>;

  constructor(options: ProblemOptions) {
    super(options.detail, { cause: options.cause });
    this.status = options.status;
    this.title = options.title ?? STATUS_CODES[options.status] ?? 'Error';
    this.detail = options.detail;
    this.errors = options.errors;
    this.headers = options.headers ?? {};
  }
}
