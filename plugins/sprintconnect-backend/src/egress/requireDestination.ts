import type { Guard } from './Send';

/** Refuses at once what needs no resolver to judge; the dialler judges the rest. */
export const requireDestination: Guard = next => async request => {
  const refusal = request.way.policy.refusalOfUrl(request.url);
  if (refusal) {
    throw refusal;
  }
  return next(request);
};
