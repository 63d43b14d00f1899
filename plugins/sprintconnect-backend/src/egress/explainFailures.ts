import type { Guard } from './Send';
import { explainFailure } from './explainFailure';

/** Turns every failure but the caller's own abort into an EgressError that a person can act on. */
export const explainFailures: Guard = next => async request => {
  try {
    return await next(request);
  } catch (error) {
    if (request.init.signal?.aborted) {
      throw error;
    }
    const explained = explainFailure(error, request.url);
    request.report(explained);
    throw explained;
  }
};
