import { registerServerSchema } from '@sprintconnect/plugin-sprintconnect-common';
import { useMessages } from '../../translation';
import { DraftField } from './DraftField';
import type { ServerFormState } from './useServerForm';
import styles from './FieldGrid.module.css';

/** How long the server may take, in milliseconds, where it is slower than others. */
export function TimeoutFields(props: { form: ServerFormState }) {
  const { form } = props;
  const { t } = useMessages();
  return (
    <div className={styles.fields}>
      <DraftField
        form={form}
        field="connectTimeoutMs"
        help={t(
          'register.fields.connectTimeoutHelp',
          boundsOf('connectTimeoutMs'),
        )}
      />
      <DraftField
        form={form}
        field="probeTimeoutMs"
        help={t('register.fields.probeTimeoutHelp', boundsOf('probeTimeoutMs'))}
      />
    </div>
  );
}

/** Those of the contract; an installation can allow less, and then says so. */
function boundsOf(field: 'connectTimeoutMs' | 'probeTimeoutMs') {
  const { minValue, maxValue } = registerServerSchema.shape[field].unwrap();
  return { minimum: String(minValue), maximum: String(maxValue) };
}
