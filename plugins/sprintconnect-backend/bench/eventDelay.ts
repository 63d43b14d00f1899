import {
  SprintConnectClient,
  withSignal,
} from '@sprintconnect/plugin-sprintconnect-common';
import type { Result } from './Result';
import { Samples } from './Samples';
import { startBackend } from './startBackend';

const REGISTRATIONS = 200;

/** How long after a registration was answered an agent that listens to the stream hears of it. */
export async function eventDelay(): Promise<Result[]> {
  const backend = await startBackend({ upstreamPort: 9, roles: ['api'] });
  const client = new SprintConnectClient({
    baseUrl: `${backend.url}/api/sprintconnect`,
    fetch: (url, init) =>
      fetch(url, {
        ...init,
        headers: {
          ...Object.fromEntries(new Headers(init?.headers)),
          Authorization: `Bearer ${backend.token}`,
        },
      }),
  });
  const health = new Samples();
  try {
    const delays = await withSignal({ timeoutMs: 600_000 }, async signal => {
      const heard = client.events.stream({
        signal,
        types: ['server.registered'],
      });
      // Pulled ahead, so that the stream is open before the first registration.
      let next = heard.next();
      const times: number[] = [];
      for (let index = 0; index < REGISTRATIONS; index++) {
        await backend.call('POST', '/api/sprintconnect/v1/servers', {
          body: {
            name: `server-${index}`,
            environment: 'development',
            remotes: [
              { type: 'streamable-http', url: 'http://127.0.0.1:9/mcp' },
            ],
          },
          expect: 201,
        });
        const answeredAt = performance.now();
        await next;
        times.push(performance.now() - answeredAt);
        next = heard.next();
        await health.time(() =>
          backend.call('GET', '/.backstage/health/v1/readiness'),
        );
      }
      return times;
    });
    return [
      {
        what: 'from the answer to a registration to its event on the stream, p95',
        measured: new Samples(delays).quantile(0.95),
        unit: 'ms',
        baseline: { what: 'health route, p95', value: health.quantile(0.95) },
        goal: { atMost: 1_000 },
      },
    ];
  } finally {
    await backend.stop();
  }
}
