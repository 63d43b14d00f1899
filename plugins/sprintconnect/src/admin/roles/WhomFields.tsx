import { Alert, Radio, RadioGroup, Select, Text } from '@backstage/ui';
import type { ApiKey } from '@sprintconnect/plugin-sprintconnect-common';
import { EntityField } from '../../entityChoices';
import { useMessages } from '../../translation';
import { FaultyTextField } from '../../ui';
import type { BindingDraft, Whom } from './bindingDraft';
import styles from './WhomFields.module.css';

const SUBJECTS = ['user', 'group'] as const;
const kinds = ['entity', 'everyone', 'key', 'agent'] as const;

/** Whoever the role is for: the kind of them, and then which one. */
export function WhomFields(props: {
  draft: BindingDraft;
  onChange: (changes: Partial<BindingDraft>) => void;
  apiKeys: ApiKey[];
  fault?: Whom;
}) {
  const { draft, onChange } = props;
  const { t } = useMessages();
  return (
    <>
      <RadioGroup
        label={t('roles.form.who')}
        orientation="horizontal"
        className={styles.kinds}
        value={draft.whom}
        onChange={whom => onChange({ whom: whom as Whom })}
      >
        {kinds.map(kind => (
          <Radio key={kind} value={kind}>
            {t(`roles.form.kinds.${kind}`)}
          </Radio>
        ))}
      </RadioGroup>
      <Which {...props} />
    </>
  );
}

function Which(props: {
  draft: BindingDraft;
  onChange: (changes: Partial<BindingDraft>) => void;
  apiKeys: ApiKey[];
  fault?: Whom;
}) {
  const { draft, onChange, apiKeys, fault } = props;
  const { t } = useMessages();
  switch (draft.whom) {
    case 'everyone':
      return draft.role === 'admin' ? (
        <Alert icon status="warning" title={t('roles.form.everyoneAdmin')} />
      ) : (
        <Text as="p">{t('roles.form.everyoneText')}</Text>
      );
    case 'key':
      return apiKeys.length === 0 ? (
        <Text as="p">{t('roles.form.noKeys')}</Text>
      ) : (
        <Select
          label={t('roles.form.key')}
          description={t('roles.form.keyHelp')}
          searchable
          value={draft.keyId ?? null}
          options={apiKeys.map(({ id, name }) => ({ id, label: name }))}
          onChange={keyId => onChange({ keyId: String(keyId) })}
          validationBehavior="aria"
          validate={() => (fault === 'key' ? t('roles.form.faults.key') : true)}
        />
      );
    case 'agent':
      return (
        <FaultyTextField
          label={t('roles.form.agent')}
          help={t('roles.form.agentHelp')}
          value={draft.agent}
          onChange={agent => onChange({ agent })}
          fault={fault === 'agent' ? t('roles.form.faults.agent') : undefined}
        />
      );
    default:
      return (
        <EntityField
          kinds={SUBJECTS}
          label={t('roles.form.entity')}
          help={t('roles.form.entityHelp')}
          placeholder={t('roles.form.entityPlaceholder')}
          value={draft.entity}
          onChange={entity => onChange({ entity })}
          fault={fault === 'entity' ? t('roles.form.faults.entity') : undefined}
        />
      );
  }
}
