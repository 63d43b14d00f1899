import type { JsonObject } from '@sprintconnect/plugin-sprintconnect-common';
import type { UpstreamChannel, UpstreamTarget } from '../../upstream';

/** Whose connection to which server is needed. */
export interface WantedConnection {
  target: UpstreamTarget;
  /** Whom a session belongs to. No two callers ever share one. */
  callerKey: string;
  /** What the client declared; a legacy server is told when its session begins, so that it is a part of whose session it is. */
  clientCapabilities: JsonObject;
}

/** Why no connection could be had, when the server was not even asked. */
export class ConnectionRefused extends Error {
  override readonly name = 'ConnectionRefused';
  /** `busy`: the bulkhead of the server is full; `resting`: it failed for long, and is left alone for now; `stopping`: we are. */
  readonly code: 'busy' | 'resting' | 'stopping';
  readonly retryAfterMs?: number;

  constructor(
    code: ConnectionRefused['code'],
    message: string,
    retryAfterMs?: number,
  ) {
    super(message);
    this.code = code;
    this.retryAfterMs = retryAfterMs;
  }
}

/** Connections to servers that are kept for the next call. */
export interface ConnectionPool {
  /**
   * Does work on a connection, within the bounds of its server. When the server turns out to have forgotten the session before it
   * ran anything, the work is done once more on a new one. Throws {@link ConnectionRefused}, `UpstreamError`, and whatever the work throws.
   */
  use<T>(
    wanted: WantedConnection,
    signal: AbortSignal,
    work: (channel: UpstreamChannel) => Promise<T>,
  ): Promise<T>;
  /** Ends every connection, session and process, after the work that is under way or `graceMs`. */
  stop(graceMs: number): Promise<void>;
}
