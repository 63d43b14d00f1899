import type {
  HealthReason,
  HealthStatus,
} from '@sprintconnect/plugin-sprintconnect-common';
import { useFormats } from '../format';
import { useMessages } from '../translation';

/** What is known of the health of a server. */
export interface ToldHealth {
  status: HealthStatus;
  since?: string;
  reason?: HealthReason;
}

/** What a badge or a cell has no room for, a line each; nothing where it says all. */
export function useHealthTip(
  health: ToldHealth,
  /** Further lines. */
  ...more: Array<string | undefined>
): string | undefined {
  const { since, reason } = health;
  const { t } = useMessages();
  const { date } = useFormats();
  const lines = [
    reason?.message,
    since && t('health.since', { time: date(since, 'exact') }),
    ...more,
  ].filter(Boolean);
  return lines.length > 0 ? lines.join('\n') : undefined;
}
