import { Checkbox, CheckboxGroup, Text } from '@backstage/ui';
import {
  type AccessRole,
  accessRoleSchema,
} from '@sprintconnect/plugin-sprintconnect-common';
import { useMessages } from '../../translation';
import { InlineCode, TwoLines } from '../../ui';
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
        onChange={scopes => onChange({ scopes: scopes as KeyDraft['scopes'] })}
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
                  <TwoLines below={t(`keys.scope.${message}`)}>
                    <InlineCode>{scope}</InlineCode>
                  </TwoLines>
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
              <TwoLines below={t(`keys.role.${role}`)}>
                <b>{t(`permission.roles.${role}`)}</b>
              </TwoLines>
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
