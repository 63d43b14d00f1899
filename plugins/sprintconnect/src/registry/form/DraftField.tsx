import { useMessages } from '../../translation';
import { FaultyTextField } from '../../ui';
import type { FieldName } from './draft';
import type { ServerFormState } from './useServerForm';
import styles from './FieldGrid.module.css';

/** One line of text of the draft, with its help and its fault. */
export function DraftField(props: {
  form: ServerFormState;
  field: FieldName;
  help?: string;
  isRequired?: boolean;
  wide?: boolean;
}) {
  const { form, field, help, isRequired, wide } = props;
  const { draft, change, leave, faultOf } = form;
  const { t } = useMessages();
  return (
    <FaultyTextField
      className={wide ? styles.wide : undefined}
      label={t(`register.fields.${field}`)}
      help={help}
      isRequired={isRequired}
      value={draft[field]}
      onChange={text => change({ [field]: text })}
      onLeave={() => leave(field)}
      fault={faultOf(field)}
    />
  );
}
