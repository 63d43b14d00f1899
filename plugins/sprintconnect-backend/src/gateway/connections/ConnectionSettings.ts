import { z } from 'zod';
import { count } from '../../settings';

/** The section `sprintconnect.gateway.connections` of the configuration. All counts are of one instance. */
export const connectionSettingsSchema = z.strictObject({
  /** Calls to one server that may be under way at once. */
  perServer: count(1, 10_000).default(50),
  /** Calls to one server that may wait for their turn. */
  queuedPerServer: count(0, 10_000).default(100),
  /** Longest time that a call waits for its turn. */
  queueTimeoutMs: count(1, 60_000).default(5_000),
  /** How long a connection without a session is kept after its last call; a process, too. */
  idleSeconds: count(1, 24 * 3600).default(60),
  /** How long a session is kept after its last call. */
  sessionIdleSeconds: count(1, 24 * 3600).default(300),
  /** Sessions with one server. Of more, the one goes that was idle the longest. */
  sessionsPerServer: count(1, 100_000).default(500),
  /** Connections to all servers, sessions and processes included. */
  max: count(1, 100_000).default(2_000),
  /** Processes of stdio servers that run for calls. */
  processesMax: count(1, 1_000).default(20),
  /** Failures to connect in a row after which calls to a server fail at once for a while. */
  failureThreshold: count(1, 100).default(3),
});

export type ConnectionSettings = z.output<typeof connectionSettingsSchema>;
