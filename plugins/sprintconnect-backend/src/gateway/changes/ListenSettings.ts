import { z } from 'zod';
import { count } from '../../settings';

/** The section `sprintconnect.gateway.streams` of the configuration: streams on which MCP clients hear of changes. */
export const listenSettingsSchema = z.strictObject({
  /** Streams that this instance keeps at once. */
  max: count(1, 100_000).default(2_000),
  /** Streams of one caller at once, in this instance. */
  perCaller: count(1, 100_000).default(100),
  /** Between two signs of life. */
  heartbeatSeconds: count(1, 30).default(15),
});

export type ListenSettings = z.output<typeof listenSettingsSchema>;
