import { useMessages } from '../../translation';
import { DraftField } from './DraftField';
import type { ServerFormState } from './useServerForm';
import styles from './FieldGrid.module.css';

/** How often the server is looked at. */
export function IntervalFields(props: { form: ServerFormState }) {
  const { form } = props;
  const { t } = useMessages();
  return (
    <div className={styles.fields}>
      <DraftField
        form={form}
        field="discoveryIntervalSeconds"
        help={t('register.fields.intervalHelp')}
      />
      <DraftField
        form={form}
        field="probeIntervalSeconds"
        help={t('register.fields.intervalHelp')}
      />
    </div>
  );
}
