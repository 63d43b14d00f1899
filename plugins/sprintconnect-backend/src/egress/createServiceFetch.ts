import type { Agent, fetch as undiciFetch } from 'undici';
import type { OpenService } from '../ports';
import { loadUndici } from './loadUndici';

const BODY_BYTES_MAX = 1024 * 1024;

/**
 * Reaches one origin that the configuration names and nobody else does, such as the vault that keeps secrets: wherever that is, and
 * nothing but it. It is apart from the {@link Egress} of upstreams, so that no exception to the rules of that makes a service like
 * this one reachable for whoever registers a server. Redirects are handed back, not followed; a body ends at 1 MiB.
 */
export const createServiceFetch: OpenService = options => {
  const { ca, origin, timeoutMs } = options;
  let agent: Agent | undefined;
  const agentOnce = () => {
    agent ??= new (loadUndici().Agent)({
      allowH2: false,
      connect: { timeout: timeoutMs, ...(ca !== undefined && { ca }) },
      headersTimeout: timeoutMs,
      bodyTimeout: timeoutMs,
      maxResponseSize: BODY_BYTES_MAX,
      keepAliveTimeout: 10_000,
    });
    return agent;
  };
  return {
    async fetch(url, init = {}) {
      const asked = new URL(url);
      if (asked.origin !== origin) {
        throw new Error(`Only ${origin} is reached here`);
      }
      const response = await loadUndici().fetch(asked, {
        ...(init as Parameters<typeof undiciFetch>[1]),
        redirect: 'manual',
        dispatcher: agentOnce(),
      });
      return response as unknown as Response;
    },
    close: async () => agent?.destroy(),
  };
};
