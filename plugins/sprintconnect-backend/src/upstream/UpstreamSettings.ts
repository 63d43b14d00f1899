import { z } from 'zod';
import { count, section } from '../settings';

/** A command that an administrator allows to be started. */
const stdioEntrySchema = z.strictObject({
  command: z.string().min(1),
  args: z.array(z.coerce.string()).optional(),
  /** Given to the process beside PATH and HOME; nothing else is inherited. */
  env: z.record(z.string(), z.coerce.string()).optional(),
  cwd: z.string().min(1).optional(),
});

/** The section `sprintconnect.upstream` of the configuration. */
export const upstreamSettingsSchema = z.strictObject({
  /** The commands that registrations may name. */
  stdio: section(
    z.record(
      z.string().regex(/^[a-zA-Z0-9_-]{1,100}$/, "isn't an entry name"),
      stdioEntrySchema,
    ),
  ),
  /** Longest time to connect to one remote, negotiation included. */
  connectTimeoutMs: count(100, 120_000).default(10_000),
  /** The most that a registration may ask for in its place. */
  connectTimeoutMsMax: count(100, 120_000).default(60_000),
  /** Longest time to answer one request. */
  requestTimeoutMs: count(100, 600_000).default(15_000),
  /** Bytes of one HTTP response body (decompressed) or of one line of a stdio process. */
  bodyBytesMax: count(1_024, 1_073_741_824).default(10 * 1024 * 1024),
  /** Messages that a server may send on one connection. */
  messagesMax: count(10, 1_000_000).default(10_000),
});

export type UpstreamSettings = z.output<typeof upstreamSettingsSchema>;
export type StdioEntry = z.output<typeof stdioEntrySchema>;
