import { Select } from '@backstage/ui';
import { useMe } from '../../permission';
import { useMessages } from '../../translation';
import { DraftField } from './DraftField';
import { numberBounds } from './faults';
import type { ServerFormState } from './useServerForm';
import styles from './FieldGrid.module.css';

const DEFAULT = 'default';

/** What calls of the server are held to. */
export function CallFields(props: { form: ServerFormState }) {
  const { form } = props;
  const { t } = useMessages();
  const { value: me } = useMe();
  const { callsMax } = me ?? {};
  const choices = [DEFAULT, 'off', 'warn', 'strict'] as const;
  return (
    <div className={styles.fields}>
      <DraftField
        form={form}
        field="callTimeoutMs"
        help={t(
          'register.fields.callTimeoutHelp',
          boundsOf('callTimeoutMs', callsMax?.timeoutMs),
        )}
      />
      <DraftField
        form={form}
        field="resultBytesMax"
        help={t(
          'register.fields.resultBytesHelp',
          boundsOf('resultBytesMax', callsMax?.resultBytesMax),
        )}
      />
      <Select
        className={styles.wide}
        label={t('register.fields.outputSchema')}
        description={t('register.fields.outputSchemaHelp')}
        value={form.draft.outputSchema || DEFAULT}
        options={choices.map(id => ({
          id,
          label: t(`register.outputSchema.${id}`),
        }))}
        onChange={choice =>
          form.change({
            outputSchema: choice === DEFAULT ? '' : String(choice ?? ''),
          })
        }
      />
    </div>
  );
}

/** Those of the installation; of the contract where it does not tell them. */
function boundsOf(field: 'callTimeoutMs' | 'resultBytesMax', most?: number) {
  const { minValue, maxValue } = numberBounds(field);
  return { minimum: String(minValue), maximum: String(most ?? maxValue) };
}
