import { Checkbox, CheckboxGroup, Text } from '@backstage/ui';
import {
  type AccessRole,
  type AccessScope,
  accessRoleSchema,
} from '@sprintconnect/plugin-sprintconnect-common';
import { useMessages } from '../../translation';
import type { KeyDraft } from './keyDraft';
import { scopeGroups } from './scopeGroups';
import styles from './GrantFields.module.css';

/** What the key may do: scopes by what they are about, and roles. */
export function GrantFields(props: {
  draft: KeyDraft;
  onChange: (changes: Partial<KeyDraft>) => void;
  faulty: boolean;
}) {
  const { draft, onChange, faulty } = props;
  const { t } = useMessages();
  return (
    <>
      <CheckboxGroup
        label={t('keys.form.scopes')}
        description={t('keys.form.scopesHelp')}
        value={draft.scopes}
        onChange={scopes => onChange({ scopes: scopes as AccessScope[] })}
      >
        <div className={styles.groups}>
          {scopeGroups.map(group => (
            <div key={group.name} className={styles.group}>
              <Text
                as="span"
                variant="body-small"
                color="secondary"
                weight="bold"
              >
                {t(`keys.groups.${group.name}`)}
              </Text>
              {group.scopes.map(({ scope, message }) => (
                <Checkbox key={scope} value={scope}>
                  <Choice name={scope} text={t(`keys.scope.${message}`)} code />
                </Checkbox>
              ))}
            </div>
          ))}
        </div>
      </CheckboxGroup>
      <CheckboxGroup
        label={t('keys.form.roles')}
        description={t('keys.form.rolesHelp')}
        value={draft.roles}
        onChange={roles => onChange({ roles: roles as AccessRole[] })}
      >
        <div className={styles.roles}>
          {accessRoleSchema.options.map(role => (
            <Checkbox key={role} value={role}>
              <Choice
                name={t(`permission.roles.${role}`)}
                text={t(`keys.role.${role}`)}
              />
            </Checkbox>
          ))}
        </div>
      </CheckboxGroup>
      {faulty && (
        <Text as="p" role="alert" color="danger" variant="body-small">
          {t('keys.form.faults.grants')}
        </Text>
      )}
    </>
  );
}

function Choice(props: { name: string; text: string; code?: boolean }) {
  const { name, text, code } = props;
  return (
    <span className={styles.choice}>
      {code ? <code className={styles.scope}>{name}</code> : <b>{name}</b>}
      <span className={styles.text}>{text}</span>
    </span>
  );
}
