import type { JsonObject } from '@sprintconnect/plugin-sprintconnect-common';
import type { Clock } from '../../ports';
import type { UpstreamChannel, UpstreamTarget } from '../../upstream';
import type { HealthRest } from './CallBreaker';
import type { ConnectionSettings } from './ConnectionSettings';

/** What connections are made of. */
export interface ConnectionPoolDeps {
  settings: ConnectionSettings;
  clock: Clock;
  /** `Upstream.openChannel`. */
  openChannel(
    target: UpstreamTarget,
    options: { signal: AbortSignal; clientCapabilities: JsonObject },
  ): Promise<UpstreamChannel>;
  /** What health knows: until when a server is left alone. Undefined: it is not. */
  restOf(server: {
    orgId: string;
    serverId: string;
  }): Promise<HealthRest | undefined>;
}
