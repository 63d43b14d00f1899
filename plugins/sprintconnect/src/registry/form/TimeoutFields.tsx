import type { Me } from '@sprintconnect/plugin-sprintconnect-common';
import { useMe } from '../../permission';
import { useMessages } from '../../translation';
import { DraftField } from './DraftField';
import { numberBounds } from './faults';
import type { ServerFormState } from './useServerForm';
import styles from './FieldGrid.module.css';

/** How long the server may take, in milliseconds, where it is slower than others. */
export function TimeoutFields(props: { form: ServerFormState }) {
  const { form } = props;
  const { t } = useMessages();
  const { value: me } = useMe();
  return (
    <div className={styles.fields}>
      <DraftField
        form={form}
        field="connectTimeoutMs"
        help={t(
          'register.fields.connectTimeoutHelp',
          boundsOf('connectTimeoutMs', me),
        )}
      />
      <DraftField
        form={form}
        field="probeTimeoutMs"
        help={t(
          'register.fields.probeTimeoutHelp',
          boundsOf('probeTimeoutMs', me),
        )}
      />
    </div>
  );
}

/** Those of the installation; of the contract where it does not tell them. */
function boundsOf(field: 'connectTimeoutMs' | 'probeTimeoutMs', me?: Me) {
  const { minValue, maxValue } = numberBounds(field);
  const most = me?.timeoutsMax?.[field] ?? maxValue;
  return { minimum: String(minValue), maximum: String(most) };
}
