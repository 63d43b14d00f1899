import type {
  Change,
  ChangeGrade,
  Server,
} from '@sprintconnect/plugin-sprintconnect-common';
import type { Notification } from '../ports';

/** Changes that a notification names; the page shows them all. */
const NAMED = 3;

const GRADES: Readonly<Record<ChangeGrade, string>> = {
  added: 'is new',
  removed: 'was removed',
  description: 'has another description',
  title: 'has another title',
  'input-widened': 'accepts more input',
  'input-narrowed': 'accepts less input',
  output: 'has another output',
  annotations: 'has other hints',
  'destructive-hint-flipped': 'has the opposite destructive hint',
  'read-only-hint-flipped': 'has the opposite read-only hint',
  'url-introduced': 'brings in a URL',
  instructions: 'has other instructions',
  other: 'changed',
};

/** How the warnings that came with a version are told to the owner of its server. Pure. */
export function wordsOfDrift(told: {
  server: Pick<Server, 'name' | 'title' | 'environment'>;
  version: number;
  /** Those of severity `warning` and `critical`; at least one. */
  news: readonly Change[];
}): Pick<Notification, 'title' | 'description' | 'severity'> {
  const { server, version, news } = told;
  const who = `${server.title ?? server.name} (${server.environment})`;
  const count = news.length === 1 ? '1 warning' : `${news.length} warnings`;
  const named = news.slice(0, NAMED).map(sentenceOf);
  const left = news.length - named.length;
  const more = left > 0 ? [`And ${left} more.`] : [];
  const isCritical = news.some(({ severity }) => severity === 'critical');
  return {
    title: `${who} changed: ${count}`,
    description: [`Version ${version}.`, ...named, ...more].join(' '),
    severity: isCritical ? 'high' : 'normal',
  };
}

function sentenceOf({ kind, name, grade }: Change): string {
  const subject = kind === 'server' ? 'The server' : name;
  return `${subject} ${GRADES[grade]}.`;
}
