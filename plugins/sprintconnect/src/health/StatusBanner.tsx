import { Alert } from '@backstage/ui';
import type {
  HealthReason,
  ServerHealth,
} from '@sprintconnect/plugin-sprintconnect-common';
import { useFormats } from '../format';
import { type Translate, useMessages } from '../translation';
import { ElapsedTime, RelativeTime } from '../ui';
import { reasonLabel } from './reasonLabel';
import { statusTone } from './statusTone';
import styles from './StatusBanner.module.css';

/** How the server is, since when and why, what to do about it, and when it is asked again. */
export function StatusBanner(props: { health: ServerHealth }) {
  const { health } = props;
  const { reason, resting } = health;
  const tone = statusTone(health.status);
  const { t } = useMessages();
  return (
    <Alert
      icon
      status={tone === 'neutral' ? 'info' : tone}
      className={tone === 'neutral' ? styles.neutral : undefined}
      title={<BannerTitle health={health} />}
      description={
        <div className={styles.detail}>
          {reason && (
            <span>
              <code className={styles.message}>{reason.message}</code>
            </span>
          )}
          {reason && <span>{adviceOf(t, reason.code)}</span>}
          {resting && <Resting resting={resting} told={reason?.message} />}
          <Probes health={health} />
        </div>
      }
    />
  );
}

function BannerTitle(props: { health: ServerHealth }) {
  const { status, since, reason } = props.health;
  const { t } = useMessages();
  const word = t(`health.${status}`);
  if (!since) return <>{word}</>;
  const time = <ElapsedTime since={since} />;
  return reason && reason.code !== status
    ? t('health.banner.statusReason', {
        status: word,
        time,
        reason: reasonLabel(t, reason.code),
      })
    : t('health.banner.status', { status: word, time });
}

function Resting(props: {
  resting: NonNullable<ServerHealth['resting']>;
  /** What stands above it already. */
  told?: string;
}) {
  const { until, reason } = props.resting;
  const { t } = useMessages();
  return (
    <span>
      {reason !== props.told && `${reason} `}
      {isDue(until)
        ? t('health.banner.restingDue')
        : t('health.banner.resting', { until: <RelativeTime at={until} /> })}
    </span>
  );
}

function Probes(props: { health: ServerHealth }) {
  const { lastProbe, nextProbeAt, resting } = props.health;
  const { t } = useMessages();
  return (
    <span className={styles.probes}>
      {lastProbe && <LastProbe probe={lastProbe} />}
      {nextProbeAt && !resting && (
        <span>
          {isDue(nextProbeAt)
            ? t('health.banner.nextDue')
            : t('health.banner.next', {
                at: <RelativeTime at={nextProbeAt} />,
              })}
        </span>
      )}
    </span>
  );
}

function LastProbe(props: { probe: NonNullable<ServerHealth['lastProbe']> }) {
  const { at, ok, latencyMs, error } = props.probe;
  const { t } = useMessages();
  const { duration } = useFormats();
  const time = <RelativeTime at={at} />;
  if (!ok) {
    const said = error ? reasonLabel(t, error.code) : t('errors.failed');
    return (
      <span>{t('health.banner.lastFailed', { at: time, error: said })}</span>
    );
  }
  return (
    <span>
      {latencyMs === undefined
        ? t('health.banner.lastGoodUntimed', { at: time })
        : t('health.banner.lastGood', {
            at: time,
            latency: duration(latencyMs),
          })}
    </span>
  );
}

/** A time that has come is not told as a time ago: it is about to happen. */
function isDue(at: string): boolean {
  return Date.parse(at) <= Date.now();
}

function adviceOf(t: Translate, code: HealthReason['code']): string {
  return code === 'slow' || code === 'flapping'
    ? t(`health.advice.${code}`)
    : t(`server.lastError.${code}`);
}
