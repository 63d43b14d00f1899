import type {
  Server,
  SloAlert,
} from '@sprintconnect/plugin-sprintconnect-common';
import type { Notification } from '../ports';
import type { IncidentRecord } from './state/IncidentStore';

type Words = Pick<Notification, 'title' | 'description' | 'severity'>;

/** How an incident, or a burning budget without one, is told to the owner of its server. Pure. */
export function wordsOf(
  server: Pick<Server, 'name' | 'title' | 'environment' | 'status' | 'health'>,
  told: { incident?: IncidentRecord; burning: readonly SloAlert[] },
): Words {
  const who = `${server.title ?? server.name} (${server.environment})`;
  const isRetired = server.status === 'retired';
  const wantsLogin = server.health.status === 'login-required';
  // Pages come before tickets.
  const [alert] = told.burning;
  return told.incident
    ? ofIncident(told.incident, { who, isRetired, wantsLogin, alert })
    : ofBudget({ who, isRetired, wantsLogin, alert });
}

interface About {
  who: string;
  isRetired: boolean;
  wantsLogin: boolean;
  alert?: SloAlert;
}

function ofIncident(
  { status, cause, startedAt, endedAt }: IncidentRecord,
  about: About,
): Words {
  const { who, alert } = about;
  const since = minuteOf(startedAt);
  const burn = alert ? ` ${burnOf(alert)}` : '';
  if (endedAt) {
    return {
      title: `${who} ${endOf(about)}`,
      description: `It was ${status} from ${since} to ${minuteOf(endedAt)} UTC. ${sentence(cause.message)}${burn}`,
      severity: 'low',
    };
  }
  const severity = status === 'unhealthy' ? 'high' : 'normal';
  return {
    title: `${who} is ${status}`,
    description: `Since ${since} UTC. ${sentence(cause.message)}${burn}`,
    severity: alert ? severityOf(alert) : severity,
  };
}

/** What an incident or a burning budget ended in. */
function endOf(
  { isRetired, wantsLogin }: About,
  recovered = 'is healthy again',
) {
  if (isRetired) return 'is retired';
  return wantsLogin ? 'asks for a login' : recovered;
}

function ofBudget(about: About): Words {
  const { who, alert } = about;
  if (!alert) {
    return {
      title: `${who} ${endOf(about, 'meets its objective again')}`,
      description: 'Its error budget is on track again.',
      severity: 'low',
    };
  }
  return {
    title: `${who} is using up its error budget`,
    description: burnOf(alert),
    severity: severityOf(alert),
  };
}

function severityOf({ severity }: SloAlert): Words['severity'] {
  return severity === 'page' ? 'critical' : 'high';
}

function burnOf({ burnRate, longWindow, shortWindow }: SloAlert): string {
  return `Failures are ${burnRate} times the allowed rate over both ${longWindow} and ${shortWindow}.`;
}

function sentence(words: string): string {
  return words.endsWith('.') ? words : `${words}.`;
}

function minuteOf(time: Date): string {
  return time.toISOString().slice(0, 16).replace('T', ' ');
}
