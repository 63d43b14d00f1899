import { TiedSignal } from '@sprintconnect/plugin-sprintconnect-common';
import { EgressError } from '../ports';
import type { Dial } from './Answer';

/** Gives up when the response headers are not complete in time: resolving, connecting and TLS included. */
export const timeOutHeaders =
  (next: Dial): Dial =>
  async request => {
    const { init, limits, url } = request;
    // Not untied with the headers, because what is left of the caller's signal must break off the body, too: limitBody
    // gives a signal that ends with the body, and this one with it.
    const tied = new TiedSignal({ sources: [init.signal] });
    const timer = setTimeout(() => {
      tied.abort(
        new EgressError(
          'timed-out',
          `${url.host} didn't respond within ${limits.headersTimeoutMs} ms`,
        ),
      );
    }, limits.headersTimeoutMs);
    try {
      return await next({ ...request, init: { ...init, signal: tied.signal } });
    } finally {
      clearTimeout(timer);
    }
  };
