import { EgressError } from '../ports';
import type { Guard } from './Send';

/** Gives up when the response headers are not complete in time: resolving, connecting and TLS included. */
export const timeOutHeaders: Guard = next => async request => {
  const { init, limits, url } = request;
  const late = new AbortController();
  const timer = setTimeout(() => {
    late.abort(
      new EgressError(
        'timed-out',
        `${url.host} did not answer within ${limits.headersTimeoutMs} ms`,
      ),
    );
  }, limits.headersTimeoutMs);
  const signal = init.signal
    ? AbortSignal.any([init.signal, late.signal])
    : late.signal;
  try {
    return await next({ ...request, init: { ...init, signal } });
  } finally {
    clearTimeout(timer);
  }
};
