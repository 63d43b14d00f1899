import type { DestinationPolicy } from './DestinationPolicy';
import type { Guard } from './Send';

/** Refuses at once what needs no resolver to judge; the dialler judges the rest. */
export function requireDestination(policy: DestinationPolicy): Guard {
  return next => async request => {
    const refusal = policy.refusalOfUrl(request.url);
    if (refusal) {
      throw refusal;
    }
    return next(request);
  };
}
