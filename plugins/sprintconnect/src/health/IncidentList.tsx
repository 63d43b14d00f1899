import { Text } from '@backstage/ui';
import type { Incident } from '@sprintconnect/plugin-sprintconnect-common';
import { useFormats } from '../format';
import { useMessages } from '../translation';
import { DataTable, InlineCode, Panel, Pill } from '../ui';
import { HealthDot } from './HealthDot';
import { incidentTime } from './incidentTime';
import { reasonLabel } from './reasonLabel';
import { statusTone } from './statusTone';
import styles from './IncidentList.module.css';

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
        <DataTable long label={t('health.incidents.list')}>
          <thead>
            <tr>
              <th scope="col">{t('health.incidents.time')}</th>
              <th scope="col">{t('health.incidents.status')}</th>
              <th scope="col">{t('health.incidents.cause')}</th>
              <th scope="col">{t('health.incidents.duration')}</th>
              <th scope="col">{t('health.incidents.failures')}</th>
            </tr>
          </thead>
          <tbody>
            {incidents.map(each => (
              <IncidentRow key={each.id} incident={each} />
            ))}
          </tbody>
        </DataTable>
      )}
    </Panel>
  );
}

function IncidentRow(props: { incident: Incident }) {
  const { status, cause, startedAt, endedAt, failures } = props.incident;
  const { t } = useMessages();
  const formats = useFormats();
  const start = Date.parse(startedAt);
  const now = Date.now();
  const end = endedAt ? Date.parse(endedAt) : undefined;
  return (
    <tr>
      <th scope="row" data-wraps>
        <span className={styles.time}>
          {incidentTime({ start, end, now }, formats)}
          {!endedAt && (
            <Pill tone={statusTone(status)}>
              {t('health.incidents.ongoing')}
            </Pill>
          )}
        </span>
      </th>
      <td>
        <HealthDot status={status} />
      </td>
      <td data-wraps>
        <span className={styles.cause}>
          {reasonLabel(t, cause.code)}
          <InlineCode quiet>{cause.message}</InlineCode>
        </span>
      </td>
      <td>{formats.duration((end ?? now) - start, { whole: true })}</td>
      <td>{formats.number(failures)}</td>
    </tr>
  );
}
