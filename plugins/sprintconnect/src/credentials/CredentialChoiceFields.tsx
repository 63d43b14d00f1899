import { Radio, RadioGroup } from '@backstage/ui';
import { type Translate, useMessages } from '../translation';
import { CredentialFields } from './CredentialFields';
import { SharedField } from './SharedField';
import type { CredentialFormState } from './useCredentialForm';
import styles from './CredentialChoiceFields.module.css';

/** Where the credential of a server comes from; `keep` leaves it as it is. */
export type CredentialChoice = 'none' | 'keep' | 'own' | 'shared';

function labelOf(t: Translate, choice: CredentialChoice, hasOne: boolean) {
  if (hasOne && choice === 'none') return t('credentials.choice.remove');
  return hasOne && choice === 'own'
    ? t('credentials.choice.another')
    : t(`credentials.choice.${choice}`);
}

/** Whether a server has a credential, and which: one of its own, or one that servers share. */
export function CredentialChoiceFields(props: {
  /** Those to choose from, in this order. */
  choices: readonly CredentialChoice[];
  choice: CredentialChoice;
  onChoose: (choice: CredentialChoice) => void;
  state: CredentialFormState;
  /** The name of the shared one. */
  shared: string;
  onShared: (name: string) => void;
  sharedFault?: string;
  /** Only those that servers there can use. */
  environment?: string;
}) {
  const { choices, choice, onChoose, state, environment } = props;
  const { shared, onShared, sharedFault } = props;
  const { t } = useMessages();
  return (
    <div className={styles.choice}>
      <RadioGroup
        label={t('credentials.choice.title')}
        description={t('credentials.choice.text')}
        orientation="horizontal"
        value={choice}
        onChange={value => onChoose(value as CredentialChoice)}
      >
        {choices.map(each => (
          <Radio key={each} value={each}>
            {labelOf(t, each, choices.includes('keep'))}
          </Radio>
        ))}
      </RadioGroup>
      {choice === 'own' && <CredentialFields state={state} />}
      {choice === 'shared' && (
        <SharedField
          name={shared}
          onChange={onShared}
          fault={sharedFault}
          environment={environment}
        />
      )}
    </div>
  );
}
