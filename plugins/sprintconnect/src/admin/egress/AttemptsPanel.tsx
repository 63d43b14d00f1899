import { useApi } from '@backstage/frontend-plugin-api';
import { Text } from '@backstage/ui';
import type { EgressAttempts } from '@sprintconnect/plugin-sprintconnect-common';
import { sprintConnectApiRef } from '../../client';
import { useFormats } from '../../format';
import { useMessages } from '../../translation';
import {
  DataTable,
  Moment,
  Panel,
  Pill,
  type Tone,
  useLoad,
  WhenLoaded,
} from '../../ui';
import styles from './EgressPage.module.css';

const OUTCOMES = [
  'reached',
  'failed',
  'scheme-not-allowed',
  'port-not-allowed',
  'address-not-allowed',
  'destination-not-allowed',
  'redirected',
  'limited',
  'rules-unavailable',
] as const;
/** Whatever else came of it was a refusal. */
const TONES: Partial<Record<string, Tone>> = {
  reached: 'success',
  failed: 'warning',
};

/** How often servers were to be reached, and what came of it. */
export function AttemptsPanel() {
  const { t } = useMessages();
  const client = useApi(sprintConnectApiRef);
  const loaded = useLoad('egress-attempts', signal =>
    client.egress.attempts({ hours: 24 }, { signal }),
  );
  return (
    <Panel
      title={t('egress.attempts.title')}
      description={t('egress.attempts.description')}
    >
      <WhenLoaded
        loaded={loaded}
        lines={6}
        failed={t('egress.attempts.failed')}
      >
        {({ items }) =>
          items.length === 0 ? (
            <Text as="p">{t('egress.attempts.empty')}</Text>
          ) : (
            <AttemptsTable items={items} />
          )
        }
      </WhenLoaded>
    </Panel>
  );
}

function AttemptsTable(props: { items: EgressAttempts['items'] }) {
  const { t } = useMessages();
  const { number } = useFormats();
  return (
    <DataTable label={t('egress.attempts.caption')} long>
      <thead>
        <tr>
          <th scope="col">{t('egress.columns.host')}</th>
          <th scope="col">{t('egress.columns.environment')}</th>
          <th scope="col">{t('egress.columns.outcome')}</th>
          <th scope="col" className={styles.number}>
            {t('egress.columns.count')}
          </th>
          <th scope="col">{t('egress.columns.last')}</th>
        </tr>
      </thead>
      <tbody>
        {props.items.map(({ host, environment, outcome, count, lastHour }) => (
          <tr key={`${environment} ${host} ${outcome}`}>
            <th scope="row">
              {host === '*' ? t('egress.attempts.others') : host}
            </th>
            <td>{environment || t('egress.attempts.noEnvironment')}</td>
            <td>
              <Outcome outcome={outcome} />
            </td>
            <td className={styles.number}>{number(count)}</td>
            <td>
              <Moment at={lastHour} />
            </td>
          </tr>
        ))}
      </tbody>
    </DataTable>
  );
}

function Outcome(props: { outcome: string }) {
  const { t } = useMessages();
  const known = OUTCOMES.find(each => each === props.outcome);
  const tone = TONES[props.outcome] ?? 'danger';
  // Newer backends may refuse for what these pages have no words for.
  return (
    <Pill tone={tone}>
      {known ? t(`egress.outcomes.${known}`) : props.outcome}
    </Pill>
  );
}
