/** What the configuration says of health: `sprintconnect.health`. */
export interface HealthSettings {
  enabled: boolean;
  /** Between two probes of a server. */
  intervalSeconds: number;
  /** 0.1 spreads the time by up to 10 % either way. */
  jitter: number;
  /** Of one probe, connecting included. */
  timeoutMs: number;
  /** `sprintconnect.upstream.connectTimeoutMs`: how long connecting may take at a discovery. */
  connectTimeoutMs: number;
  /** Probes at once in one worker process. */
  concurrency: number;
  /** Failures in a row that make a server unhealthy. */
  failureThreshold: number;
  /** Good probes in a row that end that. */
  recoveryThreshold: number;
  /** First rest of a server that is asked in vain. Each next one is twice as long. */
  restSeconds: number;
  restSecondsMax: number;
  latencyMs?: number;
  availability?: number;
  /** What one environment has otherwise. */
  environments: Readonly<Record<string, Partial<HealthObjectives>>>;
  /** How long single probes are kept. */
  rawDays: number;
  /** How long their sums are kept. */
  rollupMonths: number;
}

/** What is asked of the servers of one environment. */
export interface HealthObjectives {
  intervalSeconds: number;
  /** A good answer that takes longer is slow. */
  latencyMs: number;
  /** Share of probes that must be good, such as 0.999. */
  availability: number;
}
