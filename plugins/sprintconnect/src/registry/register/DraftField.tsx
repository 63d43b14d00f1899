import { useMessages } from '../../translation';
import { FaultyTextField } from '../../ui';
import type { FieldName } from './registration';
import type { Registration } from './useRegistration';
import styles from './FieldGrid.module.css';

/** One line of text of the draft, with its help and its fault. */
export function DraftField(props: {
  registration: Registration;
  field: FieldName;
  help?: string;
  isRequired?: boolean;
  wide?: boolean;
}) {
  const { registration, field, help, isRequired, wide } = props;
  const { draft, change, leave, faultOf } = registration;
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
