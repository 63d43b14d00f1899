import type { ProbeTarget } from '../registry';
import type { HealthSettings } from './state/HealthSettings';

/**
 * Longest time of one probe of a server, in milliseconds: its own; else that of the settings, or, for a server that is a process and so
 * is started for each probe, as long as a discovery waits for it, where that is longer. Pure.
 */
export function probeTimeoutOf(
  target: Pick<ProbeTarget, 'remotes' | 'probeTimeoutMs' | 'connectTimeoutMs'>,
  settings: Pick<HealthSettings, 'timeoutMs' | 'connectTimeoutMs'>,
): number {
  const { remotes, probeTimeoutMs, connectTimeoutMs } = target;
  if (probeTimeoutMs !== undefined) return probeTimeoutMs;
  const isProcess = remotes.some(({ type }) => type === 'stdio');
  const start = connectTimeoutMs ?? settings.connectTimeoutMs;
  return isProcess ? Math.max(settings.timeoutMs, start) : settings.timeoutMs;
}
