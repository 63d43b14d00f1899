import type { Era } from '@sprintconnect/plugin-sprintconnect-common';

/** Which era a server speaks, and when that was found out. */
export interface EraVerdict {
  era: Era;
  /** Such as `2025-11-25`. */
  protocolVersion: string;
  /** A day earlier where nothing but a failed `server/discover` speaks for `legacy`, so that it is asked again. */
  at: Date;
  /** The remote it is about. Absent: any. */
  remoteUrl?: string;
}
