import type { LoggerService } from '@backstage/backend-plugin-api';
import type { Clock, Notifier } from '../../ports';
import type { Reached } from './AttemptStore';

export interface AlertSettings {
  /** Users and groups by entity reference. None: nobody is told. */
  recipients: readonly string[];
  /** So many refusals of an organisation within so many minutes are a burst. */
  refusals: number;
  minutes: number;
  /** Where a destination that was never reached before is told of. */
  newDestinationsIn: readonly string[];
}

export interface AlertsOptions {
  settings: AlertSettings;
  clock: Clock;
  logger: LoggerService;
  notifier: Notifier;
}

const MINUTE_MS = 60_000;
const NAMED_MAX = 5;

/**
 * Tells people of what should not happen unseen. A burst is counted by each instance for itself and told once, until an organisation was
 * quiet for as long as a burst takes.
 */
export class EgressAlerts {
  readonly #options: AlertsOptions;
  readonly #recent = new Map<
    string,
    { at: number[]; hosts: Set<string>; isTold: boolean }
  >();

  constructor(options: AlertsOptions) {
    this.#options = options;
  }

  refused({ orgId, host }: { orgId: string; host: string }): void {
    const { settings, clock } = this.#options;
    const now = clock.now().getTime();
    const since = now - settings.minutes * MINUTE_MS;
    const known = this.#recent.get(orgId);
    const isOver = !known || (known.at.at(-1) ?? 0) < since;
    const recent = isOver
      ? { at: [], hosts: new Set<string>(), isTold: false }
      : known;
    this.#recent.set(orgId, recent);
    // No more than a burst takes is kept.
    recent.at = [...recent.at.filter(each => each >= since), now].slice(
      -settings.refusals,
    );
    if (recent.hosts.size < NAMED_MAX) recent.hosts.add(host);
    if (recent.isTold || recent.at.length < settings.refusals) return;
    recent.isTold = true;
    this.#tell({
      subject: `egress-refusals:${orgId}`,
      severity: 'high',
      title: `SprintConnect refused ${settings.refusals} connections in ${settings.minutes} min`,
      description: `Servers or callers of the organisation ${orgId} ask for destinations that aren't allowed, such as ${[...recent.hosts].join(', ')}. The audit log has each of them.`,
    });
  }

  reachedFirst(reached: readonly Reached[]): void {
    const { newDestinationsIn } = this.#options.settings;
    const told = reached.filter(each =>
      newDestinationsIn.includes(each.environment),
    );
    for (const orgId of new Set(told.map(each => each.orgId))) {
      const mine = told.filter(each => each.orgId === orgId);
      const names = mine
        .slice(0, NAMED_MAX)
        .map(({ host, environment }) => `${host} (${environment})`);
      const more = mine.length - names.length;
      this.#tell({
        subject: `egress-new:${orgId}:${mine[0].host}`,
        severity: 'normal',
        title:
          mine.length === 1
            ? `A new destination was reached: ${mine[0].host}`
            : `${mine.length} new destinations were reached`,
        description: `Servers of the organisation ${orgId} connected for the first time to ${names.join(', ')}${more > 0 ? ` and ${more} more` : ''}.`,
      });
    }
  }

  #tell(words: {
    subject: string;
    severity: 'high' | 'normal';
    title: string;
    description: string;
  }): void {
    const { settings, notifier, logger } = this.#options;
    const { recipients } = settings;
    if (recipients.length === 0) return;
    notifier
      .notify({ ...words, recipients, link: '/sprintconnect/admin/egress' })
      .catch(error =>
        logger.warn(
          `Nobody could be told of egress: ${words.title}`,
          error as Error,
        ),
      );
  }
}
