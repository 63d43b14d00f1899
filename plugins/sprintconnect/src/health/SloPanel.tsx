import { appLanguageApiRef, useApi } from '@backstage/frontend-plugin-api';
import { Alert, Text } from '@backstage/ui';
import type { Slo, SloAlert } from '@sprintconnect/plugin-sprintconnect-common';
import { useMessages } from '../translation';
import { DescriptionList, ElapsedTime, Panel } from '../ui';
import { share } from './share';
import { windowLabel } from './windowLabel';
import styles from './SloPanel.module.css';

/** What the environment asks for, how much may still fail, and whether that is used up too fast. */
export function SloPanel(props: { slo: Slo }) {
  const { availability, latencyMs, budgetLeft, alerts } = props.slo;
  const { t } = useMessages();
  const { language } = useApi(appLanguageApiRef).getLanguage();
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
                share: share({ value: availability, language }),
              }),
            },
            {
              term: t('health.slo.latency'),
              value: t('health.slo.latencyValue', {
                value: latencyMs.toLocaleString(language),
              }),
            },
            {
              term: t('health.slo.budget'),
              value: <Budget left={budgetLeft} />,
            },
          ]}
        />
        {budgetLeft < 0 && (
          <Text as="p" variant="body-medium">
            {t('health.slo.missedBy', {
              share: share({ value: -budgetLeft, language }),
            })}
          </Text>
        )}
        {alerts.length === 0 ? (
          <Text as="p" color="secondary">
            {t('health.slo.calm')}
          </Text>
        ) : (
          alerts.map(each => (
            <BurnAlert
              key={`${each.severity} ${each.longWindow}`}
              alert={each}
            />
          ))
        )}
      </div>
    </Panel>
  );
}

function Budget(props: { left: number }) {
  const left = Math.min(Math.max(props.left, 0), 1);
  const { t } = useMessages();
  const { language } = useApi(appLanguageApiRef).getLanguage();
  const text = share({ value: left, language });
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
          data-low={left < 0.25 || undefined}
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
  const { language } = useApi(appLanguageApiRef).getLanguage();
  const number = (value: number) =>
    value.toLocaleString(language, { maximumFractionDigits: 1 });
  return (
    <Alert
      icon
      status={severity === 'page' ? 'danger' : 'warning'}
      title={t(`health.slo.${severity}`)}
      description={t('health.slo.alert', {
        rate: number(burnRate),
        long: windowLabel(longWindow, language),
        short: windowLabel(shortWindow, language),
        threshold: number(threshold),
        time: <ElapsedTime since={since} />,
      })}
    />
  );
}
