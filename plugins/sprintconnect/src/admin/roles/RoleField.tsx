import { Radio, RadioGroup } from '@backstage/ui';
import {
  type AccessRole,
  accessRoleSchema,
} from '@sprintconnect/plugin-sprintconnect-common';
import { useMessages } from '../../translation';
import { TwoLines } from '../../ui';

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
          <TwoLines below={t(`keys.role.${each}`)}>
            <b>{t(`permission.roles.${each}`)}</b>
          </TwoLines>
        </Radio>
      ))}
    </RadioGroup>
  );
}
