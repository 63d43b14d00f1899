import type { EgressError } from '../ports';

/** Beside the errors, because these go to callers, and what a name resolves to does not. */
const resolved = new WeakMap<EgressError, readonly string[]>();

/** Notes what the name of a refused destination resolves to. Gives the refusal. */
export function noteAddresses(
  refusal: EgressError,
  addresses: readonly string[],
): EgressError {
  resolved.set(refusal, addresses);
  return refusal;
}

/** What the name of a refused destination resolved to, for the audit trail. */
export function addressesOf(refusal: EgressError): readonly string[] {
  return resolved.get(refusal) ?? [];
}
