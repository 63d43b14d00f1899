import { z } from 'zod';
import { count } from '../settings';

/** The section `sprintconnect.events` of the configuration. */
export const eventStreamsSettingsSchema = z.strictObject({
  /** Between two signs of life. */
  heartbeatSeconds: count(1, 30).default(15),
  /** Streams that this process serves at once. */
  connectionsMax: count(1, 100_000).default(1_000),
  /** Streams of one caller at once, in this process. */
  connectionsPerCallerMax: count(1, 100_000).default(20),
  /** How long a stream lasts at most; whoever came back after it is asked anew who they are and what they may. */
  lifeSeconds: count(1, 24 * 3600).default(900),
  /** How long a client may leave what it was sent unread. */
  stallSeconds: count(1, 300).default(30),
});

export type EventStreamsSettings = z.output<typeof eventStreamsSettingsSchema>;
