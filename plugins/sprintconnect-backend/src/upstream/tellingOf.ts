import type { UpstreamError, UpstreamErrorCode } from './UpstreamError';

/** What is so whatever is asked: the name, the certificate, a credential that was not sent, and that there were too many requests. */
const ASKED_IN_VAIN: ReadonlySet<UpstreamErrorCode> = new Set([
  'dns',
  'tls',
  'credential',
  'throttled',
]);

/** Failures that say little, the least first. All others say what is wrong. */
const SAY_LITTLE: readonly UpstreamErrorCode[] = [
  'timeout',
  'refused',
  'protocol',
];

/** Whether `initialize` may be answered although `server/discover` failed so. Pure. */
export function leavesEraOpen({ code, isModern }: UpstreamError): boolean {
  return !isModern && !ASKED_IN_VAIN.has(code);
}

/** Whether a server that does not know one question gave no answer to the other: it is of that other's era, and slow. Pure. */
export function isOnlySlow(first: UpstreamError, second: UpstreamError) {
  return (
    (first.code === 'timeout' && second.isUnknownMethod) ||
    (second.code === 'timeout' && first.isUnknownMethod)
  );
}

/**
 * The failure that people are told of when `first`, of one question, and `second`, of another, are all there is: the one
 * that says more, else the second. Pure.
 */
export function tellingOf(
  first: UpstreamError,
  second: UpstreamError,
): UpstreamError {
  if (isOnlySlow(first, second)) return first.isUnknownMethod ? second : first;
  return weight(first) > weight(second) ? first : second;
}

function weight({ code, lostSession, isModern }: UpstreamError): number {
  const place = SAY_LITTLE.indexOf(code);
  return place < 0 || lostSession || isModern ? SAY_LITTLE.length : place;
}
