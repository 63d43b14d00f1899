import type { ReactNode } from 'react';
import {
  RiArrowRightLine,
  RiArrowRightDownLine,
  RiArrowRightUpLine,
} from '@remixicon/react';
import type { ServerHealth } from '@sprintconnect/plugin-sprintconnect-common';
import { useFormats } from '../format';
import { useMessages } from '../translation';
import { ElapsedTime, type Tone } from '../ui';
import styles from './KeyFigures.module.css';

const arrows = {
  improving: RiArrowRightUpLine,
  steady: RiArrowRightLine,
  worsening: RiArrowRightDownLine,
};

const trendTones = {
  improving: 'success',
  steady: 'neutral',
  worsening: 'danger',
} as const satisfies Record<string, Tone>;

const DAY = 24 * 3_600_000;
/** The first probe after a window began comes up to an interval later, which is a day at most. */
const SLACK = DAY;

/** Uptime, latency and where they are going, at a glance. */
export function KeyFigures(props: { health: ServerHealth }) {
  const { uptime, basis, latencyMs, trend } = props.health;
  const { t } = useMessages();
  const { percent, duration } = useFormats();
  const shareOf = (value?: number) =>
    value === undefined ? undefined : percent(value);
  const age = ageOf(basis);
  const isYoung = age < DAY;
  const known = basis.since && (
    <>
      {t('health.figures.knownFor', {
        time: <ElapsedTime since={basis.since} brief />,
      })}
    </>
  );
  // The share of a longer time than the server is known for would be that of the shorter one again.
  const over = (window: number, value?: number) =>
    age < window
      ? { missing: t('health.figures.tooYoung'), note: known }
      : { value: shareOf(value) };
  const latency = (value?: number) =>
    value === undefined ? undefined : duration(value);
  const Arrow = trend && arrows[trend.direction];
  return (
    <dl className={styles.figures} aria-label={t('health.figures.label')}>
      <Figure
        term={t(isYoung ? 'health.figures.soFar' : 'health.figures.h24')}
        value={shareOf(uptime.h24)}
        note={isYoung && known}
      />
      <Figure term={t('health.figures.d7')} {...over(7 * DAY, uptime.d7)} />
      <Figure term={t('health.figures.d30')} {...over(30 * DAY, uptime.d30)} />
      <Figure
        term={t(isYoung ? 'health.figures.p50SoFar' : 'health.figures.p50')}
        value={latency(latencyMs.p50)}
      />
      <Figure
        term={t(isYoung ? 'health.figures.p95SoFar' : 'health.figures.p95')}
        value={latency(latencyMs.p95)}
      />
      <Figure
        term={t(isYoung ? 'health.figures.trendSoFar' : 'health.figures.trend')}
        value={
          trend && Arrow ? (
            <span
              className={styles.trend}
              data-tone={trendTones[trend.direction]}
            >
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

/** For how long the server is known, in milliseconds. Beyond 30 days nobody asks. */
function ageOf({ since }: ServerHealth['basis']): number {
  if (!since) return Infinity;
  const age = Date.now() - Date.parse(since);
  return age >= 30 * DAY - SLACK ? Infinity : age;
}

function Figure(props: {
  term: string;
  value?: ReactNode;
  missing?: string;
  note?: ReactNode;
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
