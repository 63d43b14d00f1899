import { hostOf, portOf } from './DestinationPolicy';
import type { Guard } from './Send';

/** Refuses requests beyond what an organisation may make within a minute. */
export const limitTraffic: Guard = next => async request => {
  const { way, url } = request;
  way.of.turnstile?.pass(`${hostOf(url.hostname)}:${portOf(url)}`);
  return next(request);
};
