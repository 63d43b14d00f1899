import { z } from 'zod';
import {
  booleanSetting,
  count,
  environmentName,
  numberSetting,
  section,
} from '../../settings';

const interval = count(5, 24 * 3600);
/** A good answer that takes longer is slow. */
const latency = count(1, 60_000);
/** Share of probes that must be good, such as 0.999. The default depends on the environment: {@link objectivesOf}. */
const availability = numberSetting(z.number().gt(0).lt(1)).optional();

/** What one environment has otherwise. */
const ofEnvironmentSchema = z.strictObject({
  intervalSeconds: interval.optional(),
  latencyMs: latency.optional(),
  availability,
});

/** The section `sprintconnect.health` of the configuration. */
export const healthSettingsSchema = z.strictObject({
  enabled: booleanSetting.default(true),
  /** Between two probes of a server. */
  intervalSeconds: interval.default(60),
  /** 0.1 spreads the time by up to 10 % either way. */
  jitter: numberSetting(z.number().min(0).max(0.5)).default(0.1),
  /** Of one probe, connecting included. */
  timeoutMs: count(100, 60_000).default(5_000),
  /** The most that a registration may ask for in its place. */
  timeoutMsMax: count(100, 120_000).default(60_000),
  /** Probes at once in one worker process. */
  concurrency: count(1, 4_096).default(256),
  /** Failures in a row that make a server unhealthy. */
  failureThreshold: count(1, 100).default(3),
  /** Good probes in a row that end that. */
  recoveryThreshold: count(1, 100).default(2),
  /** First rest of a server that is asked in vain. Each next one is twice as long. */
  restSeconds: count(5, 24 * 3600).default(120),
  restSecondsMax: count(5, 24 * 3600).default(900),
  latencyMs: latency.default(1_000),
  availability,
  environments: section(
    z.record(environmentName, section(ofEnvironmentSchema)),
  ),
  /** How long single probes are kept. */
  rawDays: count(1, 90).default(7),
  /** How long their sums are kept. */
  rollupMonths: count(1, 120).default(13),
});

export type HealthSettings = z.output<typeof healthSettingsSchema> & {
  /** `sprintconnect.upstream.connectTimeoutMs`: how long connecting may take at a discovery. */
  connectTimeoutMs: number;
};

/** What is asked of the servers of one environment. */
export type HealthObjectives = Required<z.output<typeof ofEnvironmentSchema>>;
