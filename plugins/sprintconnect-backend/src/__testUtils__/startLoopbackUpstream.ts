import { createEgress } from '../egress';
import type { Clock, CredentialSource } from '../ports';
import { createUpstream, upstreamSettingsSchema } from '../upstream';
import type { Upstream, UpstreamSettings } from '../upstream';
import { fixedClock } from './fixedClock';

/** A real upstream over a real egress that may reach 127.0.0.1. */
export function startLoopbackUpstream(
  options: {
    clock?: Clock;
    settings?: Partial<UpstreamSettings>;
    credentials?: CredentialSource;
  } = {},
): { upstream: Upstream; close(): Promise<void> } {
  const egress = createEgress({ allow: [{ host: '127.0.0.1' }] });
  const upstream = createUpstream({
    egress,
    credentials: options.credentials,
    clock: options.clock ?? fixedClock(),
    environment: { PATH: process.env.PATH ?? '' },
    settings: {
      ...upstreamSettingsSchema.parse({}),
      // Servers share the event loop with who asks them, and on a busy machine the first connection waits for what loads.
      connectTimeoutMs: 30_000,
      requestTimeoutMs: 30_000,
      bodyBytesMax: 4 * 1024 * 1024,
      messagesMax: 5_000,
      ...options.settings,
    },
  });
  return { upstream, close: () => egress.close() };
}
