import { z } from 'zod';
import { count } from '../../settings';

/** Of the section `sprintconnect.calls` of the configuration: what every call is held to. */
export const pipelineSettingsSchema = z.strictObject({
  /** How long a call may take. A caller who waits for less is answered before. */
  timeoutMs: count(1_000, 3_600_000).default(60_000),
  /** The most that a registration may ask for with `calls.timeoutMs`. */
  timeoutMsMax: count(1_000, 3_600_000).default(600_000),
  /** How long a client may take to answer what a server asks during a call, which is no part of its time. */
  inputTimeoutMs: count(1_000, 3_600_000).default(300_000),
  /** The largest result. A larger one is refused whole. */
  resultBytesMax: count(1_024, 64 * 1024 * 1024).default(1024 * 1024),
  /** The most that a registration may ask for with `calls.resultBytesMax`. */
  serverResultBytesMax: count(1_024, 64 * 1024 * 1024).default(
    16 * 1024 * 1024,
  ),
  /** The largest arguments. */
  argumentBytesMax: count(1_024, 16 * 1024 * 1024).default(1024 * 1024),
  /** Calls of one caller that may be under way at once. */
  concurrent: count(1, 100_000).default(20),
  /** What happens to a result that its output schema does not fit: nothing, a warning in the log, or a refusal. */
  outputSchema: z.enum(['off', 'warn', 'strict']).default('warn'),
});

export type PipelineSettings = z.output<typeof pipelineSettingsSchema>;
