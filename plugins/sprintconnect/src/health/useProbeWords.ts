import type { HealthSummary } from '@sprintconnect/plugin-sprintconnect-common';
import { type Formats, useFormats } from '../format';
import { type Translate, useMessages } from '../translation';

type Recent = HealthSummary['recent'];

/** The last probes in words: how many, how long they took, how many failed; nothing where there were none. */
export function useProbeWords(recent: Recent = []): string | undefined {
  const { t } = useMessages();
  const formats = useFormats();
  return recent.length > 0 ? wordsOf(t, formats, recent) : undefined;
}

function wordsOf(t: Translate, { duration }: Formats, recent: Recent): string {
  const failed = recent.filter(each => !each.ok).length;
  const latencies = recent
    .flatMap(each => (each.ok ? (each.latencyMs ?? []) : []))
    .sort((one, other) => one - other);
  const probes = t('health.sparkline.probes', { count: recent.length });
  const failures =
    failed > 0
      ? t('health.sparkline.failed', { count: failed })
      : t('health.sparkline.noneFailed');
  if (latencies.length === 0) return `${probes}: ${failures}`;
  const typical = t('health.sparkline.typical', {
    typical: duration(latencies[Math.floor(latencies.length / 2)]),
    slowest: duration(latencies[latencies.length - 1]),
  });
  return `${probes}: ${typical}, ${failures}`;
}
