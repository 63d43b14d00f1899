import { appLanguageApiRef, useApi } from '@backstage/frontend-plugin-api';
import { Text } from '@backstage/ui';
import type { Incident } from '@sprintconnect/plugin-sprintconnect-common';
import { useMessages } from '../translation';
import { duration, Panel, Pill, ScrollRegion } from '../ui';
import { HealthDot } from './HealthDot';
import { reasonLabel } from './reasonLabel';
import styles from './DataTable.module.css';

/** The incidents of the chosen time, youngest first. */
export function IncidentList(props: { incidents: Incident[] }) {
  const { incidents } = props;
  const { t } = useMessages();
  return (
    <Panel title={t('health.incidents.title')}>
      {incidents.length === 0 ? (
        <Text as="p" color="secondary">
          {t('health.incidents.none')}
        </Text>
      ) : (
        <ScrollRegion
          label={t('health.incidents.title')}
          className={styles.scroll}
        >
          <table className={styles.table}>
            <thead>
              <tr>
                <th scope="col">{t('health.incidents.start')}</th>
                <th scope="col">{t('health.incidents.status')}</th>
                <th scope="col">{t('health.incidents.cause')}</th>
                <th scope="col">{t('health.incidents.end')}</th>
                <th scope="col">{t('health.incidents.duration')}</th>
                <th scope="col">{t('health.incidents.failures')}</th>
              </tr>
            </thead>
            <tbody>
              {incidents.map(each => (
                <IncidentRow key={each.id} incident={each} />
              ))}
            </tbody>
          </table>
        </ScrollRegion>
      )}
    </Panel>
  );
}

function IncidentRow(props: { incident: Incident }) {
  const { status, cause, startedAt, endedAt, failures } = props.incident;
  const { t } = useMessages();
  const { language } = useApi(appLanguageApiRef).getLanguage();
  const moment = (at: string) => (
    <time dateTime={at}>
      {new Intl.DateTimeFormat(language, {
        dateStyle: 'medium',
        timeStyle: 'short',
      }).format(Date.parse(at))}
    </time>
  );
  const until = endedAt ? Date.parse(endedAt) : Date.now();
  return (
    <tr>
      <th scope="row">{moment(startedAt)}</th>
      <td>
        <HealthDot status={status} />
      </td>
      <td className={styles.wide}>
        <span className={styles.cause}>
          {reasonLabel(t, cause.code)}
          <span className={styles.message}>{cause.message}</span>
        </span>
      </td>
      <td>
        {endedAt ? (
          moment(endedAt)
        ) : (
          <Pill tone="danger">{t('health.incidents.ongoing')}</Pill>
        )}
      </td>
      <td>{duration({ ms: until - Date.parse(startedAt), language })}</td>
      <td>{failures.toLocaleString(language)}</td>
    </tr>
  );
}
