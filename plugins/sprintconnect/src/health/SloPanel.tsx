import { Alert, Text } from '@backstage/ui';
import type {
  ServerHealth,
  Slo,
  SloAlert,
} from '@sprintconnect/plugin-sprintconnect-common';
import { useFormats } from '../format';
import { useMessages } from '../translation';
import { DescriptionList, ElapsedTime, Panel } from '../ui';
import { windowLabel } from './windowLabel';
import styles from './SloPanel.module.css';

/** What the environment asks for, how much may still fail, and whether that is used up too fast. */
export function SloPanel(props: { slo: Slo; basis: ServerHealth['basis'] }) {
  const { slo, basis } = props;
  const { availability, latencyMs, budgetLeft, alerts, verdict } = slo;
  const isJudged = verdict === 'met' || verdict === 'missed';
  const { t } = useMessages();
  const formats = useFormats();
  return (
    <Panel
      title={t('health.slo.title')}
      description={t('health.slo.description')}
    >
      <div className={styles.slo}>
        <DescriptionList
          items={[
            {
              term: t('health.slo.availability'),
              value: t('health.slo.availabilityValue', {
                share: formats.percent(availability),
              }),
            },
            {
              term: t('health.slo.latency'),
              value: t('health.slo.latencyValue', {
                time: formats.duration(latencyMs),
              }),
            },
            {
              term: t('health.slo.budget'),
              value: isJudged && <Budget left={budgetLeft} />,
            },
            { term: t('health.slo.basis'), value: <Basis basis={basis} /> },
          ]}
        />
        <Verdict slo={slo} />
        {alerts.map(each => (
          <BurnAlert key={`${each.severity} ${each.longWindow}`} alert={each} />
        ))}
      </div>
    </Panel>
  );
}

/** How much data the verdict rests on. */
function Basis(props: { basis: ServerHealth['basis'] }) {
  const { since, probes } = props.basis;
  const { t } = useMessages();
  if (!since) return <>{t('health.slo.basisNone')}</>;
  return (
    <>
      {t('health.slo.basisValue', {
        count: probes.d30,
        time: <ElapsedTime since={since} />,
      })}
    </>
  );
}

function Verdict(props: { slo: Slo }) {
  const { verdict, needed, budgetLeft, alerts } = props.slo;
  const { t } = useMessages();
  const { percent, duration } = useFormats();
  if (verdict === 'missed') {
    return (
      <Text as="p" variant="body-medium">
        {t('health.slo.missedBy', {
          share: percent(-budgetLeft),
        })}
      </Text>
    );
  }
  if (verdict === 'met' && alerts.length > 0) return null;
  return (
    <Text as="p" color="secondary">
      {verdict === 'met' && t('health.slo.calm')}
      {verdict === 'not-judged' && t('health.slo.notJudged')}
      {verdict === 'not-enough-data' &&
        t('health.slo.tooEarly', {
          probes: needed.probes,
          time: duration(needed.hours * 3_600_000),
        })}
    </Text>
  );
}

function Budget(props: { left: number }) {
  const left = Math.min(Math.max(props.left, 0), 1);
  const { t } = useMessages();
  const { percent } = useFormats();
  const text = percent(left);
  return (
    <span className={styles.budget}>
      <span
        className={styles.meter}
        role="meter"
        aria-label={t('health.slo.budget')}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={Math.round(left * 100)}
        aria-valuetext={text}
      >
        <span
          className={styles.fill}
          data-tone={left < 0.25 ? 'danger' : 'success'}
          style={{ width: `${left * 100}%` }}
        />
      </span>
      {text}
    </span>
  );
}

function BurnAlert(props: { alert: SloAlert }) {
  const { severity, longWindow, shortWindow, burnRate, threshold, since } =
    props.alert;
  const { t } = useMessages();
  const formats = useFormats();
  return (
    <Alert
      icon
      status={severity === 'page' ? 'danger' : 'warning'}
      title={t(`health.slo.${severity}`)}
      description={t('health.slo.alert', {
        rate: formats.number(burnRate, 1),
        long: windowLabel(longWindow, formats),
        short: windowLabel(shortWindow, formats),
        threshold: formats.number(threshold, 1),
        time: <ElapsedTime since={since} />,
      })}
    />
  );
}
