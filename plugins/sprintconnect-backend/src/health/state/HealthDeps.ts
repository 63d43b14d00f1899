import type {
  AuditTrail,
  Clock,
  Database,
  JobQueue,
  Organisations,
  Outbox,
} from '../../ports';
import type { RegistryService } from '../../registry';
import type { Upstream } from '../../upstream';
import type { HealthSettings } from './HealthSettings';
import type { HealthStateStore } from './HealthStateStore';
import type { IncidentStore } from './IncidentStore';
import type { ProbeStore } from './ProbeStore';

/** What the prober works with. */
export interface HealthDeps {
  database: Database;
  clock: Clock;
  audit: AuditTrail;
  outbox: Outbox;
  jobs: JobQueue;
  organisations: Organisations;
  logger: { warn(message: string, error: Error): void };
  registry: RegistryService;
  upstream: Upstream;
  states: HealthStateStore;
  incidents: IncidentStore;
  probes: ProbeStore;
  settings: HealthSettings;
  /** Waits, but not beyond the signal, and never rejects. Tests with a clock of their own do not wait. */
  pause(ms: number, signal: AbortSignal): Promise<void>;
}

/** The kind of the jobs that probe what comes due in a slice of time. Payload: {@link ProbeBatch}. */
export const PROBE_BATCH_JOB = 'probe-batch';

/** The kind of the jobs that tell people of an incident, or of an error budget that burns. Payload: {@link Notice}. */
export const NOTIFY_INCIDENT_JOB = 'notify-incident';

/** What is to be told anew. */
export interface Notice {
  serverId: string;
  /** Names the notification: the id of the incident; where there is none, what a burning budget was given. */
  noticeId: string;
  /** What changed: the incident itself, or the budget that burns meanwhile. */
  about: 'incident' | 'budget';
}

/** A slice of time in which servers of one organisation come due. */
export interface ProbeBatch {
  /** Begin of the slice, RFC 3339: the end of the one before, so that two do not add up. */
  from: string;
  /** End of the slice, RFC 3339. */
  until: string;
  /** Most probes that begin in one second, so that what is overdue is caught up with evenly. */
  perSecond: number;
}
