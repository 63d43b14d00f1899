import { Radio, RadioGroup } from '@backstage/ui';
import {
  type AccessRole,
  accessRoleSchema,
} from '@sprintconnect/plugin-sprintconnect-common';
import { useMessages } from '../../translation';
import styles from './BindRoleDialog.module.css';

/** One role, with what it is for. */
export function RoleField(props: {
  role: AccessRole;
  onChange: (role: AccessRole) => void;
}) {
  const { role, onChange } = props;
  const { t } = useMessages();
  return (
    <RadioGroup
      label={t('roles.form.role')}
      value={role}
      onChange={value => onChange(value as AccessRole)}
    >
      {[...accessRoleSchema.options].reverse().map(each => (
        <Radio key={each} value={each}>
          <span className={styles.choice}>
            <b>{t(`permission.roles.${each}`)}</b>
            <span className={styles.text}>{t(`keys.role.${each}`)}</span>
          </span>
        </Radio>
      ))}
    </RadioGroup>
  );
}
