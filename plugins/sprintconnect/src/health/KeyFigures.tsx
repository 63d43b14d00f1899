import type { ReactNode } from 'react';
import { appLanguageApiRef, useApi } from '@backstage/frontend-plugin-api';
import {
  RiArrowRightLine,
  RiArrowRightDownLine,
  RiArrowRightUpLine,
} from '@remixicon/react';
import type { ServerHealth } from '@sprintconnect/plugin-sprintconnect-common';
import { useMessages } from '../translation';
import { share } from './share';
import styles from './KeyFigures.module.css';

const arrows = {
  improving: RiArrowRightUpLine,
  steady: RiArrowRightLine,
  worsening: RiArrowRightDownLine,
};

/** Uptime, latency and where they are going, at a glance. */
export function KeyFigures(props: { health: ServerHealth }) {
  const { uptime, latencyMs, trend } = props.health;
  const { t } = useMessages();
  const { language } = useApi(appLanguageApiRef).getLanguage();
  const shareOf = (value?: number) =>
    value === undefined ? undefined : share({ value, language });
  const ms = (value?: number) =>
    value === undefined
      ? undefined
      : t('health.ms', { value: Math.round(value).toLocaleString(language) });
  const Arrow = trend && arrows[trend.direction];
  return (
    <dl className={styles.figures} aria-label={t('health.figures.label')}>
      <Figure term={t('health.figures.h24')} value={shareOf(uptime.h24)} />
      <Figure term={t('health.figures.d7')} value={shareOf(uptime.d7)} />
      <Figure term={t('health.figures.d30')} value={shareOf(uptime.d30)} />
      <Figure term={t('health.figures.p50')} value={ms(latencyMs.p50)} />
      <Figure term={t('health.figures.p95')} value={ms(latencyMs.p95)} />
      <Figure
        term={t('health.figures.trend')}
        value={
          trend && Arrow ? (
            <span className={styles.trend} data-direction={trend.direction}>
              <Arrow size={20} aria-hidden="true" />
              {t(`health.trend.${trend.direction}`)}
            </span>
          ) : undefined
        }
        missing={t('health.trend.unknown')}
        note={trend?.reason}
      />
    </dl>
  );
}

function Figure(props: {
  term: string;
  value?: ReactNode;
  missing?: string;
  note?: string;
}) {
  const { term, value, missing, note } = props;
  const { t } = useMessages();
  return (
    <div className={styles.figure}>
      <dt className={styles.term}>{term}</dt>
      <dd
        className={styles.value}
        data-missing={value === undefined || undefined}
      >
        {value ?? missing ?? t('health.figures.noData')}
      </dd>
      {note && <dd className={styles.note}>{note}</dd>}
    </div>
  );
}
