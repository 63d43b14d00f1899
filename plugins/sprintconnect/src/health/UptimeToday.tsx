import type { HealthSummary } from '@sprintconnect/plugin-sprintconnect-common';
import { useFormats } from '../format';
import { useMessages } from '../translation';
import { ElapsedTime } from '../ui';

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;
/** A share of one probe is always all or nothing. */
const PROBES_MIN = 2;

/** The uptime of the last 24 hours, or of the shorter time that the server has been checked; nothing of the first minute. */
export function UptimeToday(props: {
  summary: Pick<HealthSummary, 'uptimeH24' | 'basis'>;
}) {
  const { uptimeH24, basis } = props.summary;
  const { t } = useMessages();
  const { percent } = useFormats();
  if (uptimeH24 === undefined) return null;
  const up = percent(uptimeH24);
  const whole = <span>{t('health.line.uptime', { share: up })}</span>;
  if (!basis?.since) return whole;
  const knownMs = Date.now() - Date.parse(basis.since);
  if (knownMs >= DAY_MS) return whole;
  if (knownMs < MINUTE_MS || basis.probesH24 < PROBES_MIN) return null;
  return (
    <span>
      {t('health.line.uptimeSoFar', {
        share: up,
        time: <ElapsedTime since={basis.since} brief />,
      })}
    </span>
  );
}
