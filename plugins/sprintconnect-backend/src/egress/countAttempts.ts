import { EgressError, type EgressErrorCode, type EgressTarget } from '../ports';
import { hostOf, portOf } from './DestinationPolicy';
import { addressesOf } from './refusedAddresses';
import type { Guard } from './Send';

/** What came of one request: it was answered, it failed, or why it was refused. */
export interface Attempt {
  target: EgressTarget;
  /** With its port. */
  host: string;
  /** `reached`, `failed`, or the code of a refusal. */
  outcome: string;
  /** What was refused. `asked` is the URL without path, query and credentials; `addresses` what its name resolves to. */
  refusal?: {
    asked: string;
    addresses: readonly string[];
    message: string;
  };
}

export type CountAttempt = (attempt: Attempt) => void;

/** Of these nothing was sent, because it may not be. */
const REFUSALS: ReadonlySet<EgressErrorCode> = new Set([
  'scheme-not-allowed',
  'port-not-allowed',
  'address-not-allowed',
  'destination-not-allowed',
  'redirected',
  'limited',
  'rules-unavailable',
]);

/** Tells of each request for an organisation what came of it. A request that its caller gave up tells nothing. */
export function countAttempts(count: CountAttempt): Guard {
  return next => async request => {
    const { way, url, init } = request;
    const { target } = way.of;
    if (!target) return next(request);
    try {
      const response = await next(request);
      count({ target, host: placeOf(url), outcome: 'reached' });
      return response;
    } catch (error) {
      if (!init.signal?.aborted) count(failedAttempt(target, url, error));
      throw error;
    }
  };
}

/** What did not come about: a refusal with all that the audit trail is to say of it, or a failure. */
export function failedAttempt(
  target: EgressTarget,
  url: URL,
  error: unknown,
): Attempt {
  const host = placeOf(url);
  if (!(error instanceof EgressError && REFUSALS.has(error.code))) {
    return { target, host, outcome: 'failed' };
  }
  return {
    target,
    host,
    outcome: error.code,
    refusal: {
      asked: url.origin === 'null' ? url.protocol : url.origin,
      addresses: addressesOf(error),
      message: error.message,
    },
  };
}

function placeOf(url: URL): string {
  return `${hostOf(url.hostname)}:${portOf(url)}`;
}
