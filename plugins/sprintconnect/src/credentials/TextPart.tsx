import { useMessages } from '../translation';
import { FaultySecretField, FaultyTextField } from '../ui';
import { isSecret, neededBy, type TextName } from './credentialDraft';
import { labelOf } from './credentialFaults';
import { PemField } from './PemField';
import type { CredentialFormState } from './useCredentialForm';
import styles from './CredentialFields.module.css';

const PEMS: readonly TextName[] = ['certificate', 'privateKey'];

/** One text of a credential: in a field of its kind, or the reference to where it is kept. */
export function TextPart(props: {
  state: CredentialFormState;
  field: TextName;
  help?: string;
  wide?: boolean;
}) {
  const { state, field, help, wide } = props;
  const { draft, change, leave, faultOf } = state;
  const { t } = useMessages();
  const given = {
    label: labelOf(draft, field, t),
    isRequired: neededBy(draft).includes(field),
    value: draft[field],
    onChange: (text: string) => change({ [field]: text }),
    onLeave: () => leave(field),
    fault: faultOf(field),
  };
  const className = wide ? styles.wide : undefined;
  if (draft.byReference && isSecret(field)) {
    return (
      <FaultyTextField
        {...given}
        className={className}
        help={t('credentials.fields.referenceHelp')}
      />
    );
  }
  if (PEMS.includes(field)) {
    return (
      <div className={styles.wide}>
        <PemField {...given} help={help} secret={field !== 'certificate'} />
      </div>
    );
  }
  const Field = isSecret(field) ? FaultySecretField : FaultyTextField;
  return <Field {...given} className={className} help={help} />;
}
