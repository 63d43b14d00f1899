import { VisuallyHidden } from '@backstage/ui';
import { RiCheckLine, RiSubtractLine, RiUserLine } from '@remixicon/react';
import {
  accessRoleSchema,
  availablePermissions,
} from '@sprintconnect/plugin-sprintconnect-common';
import { roles as messages } from '../messages/roles';
import { type RoleAnswer, roleSays } from '../../permission';
import { type Translate, useMessages } from '../../translation';
import { DataTable, InlineCode, Panel } from '../../ui';
import styles from './RoleTable.module.css';

const roles = [...accessRoleSchema.options].reverse();

/** What each role may do, asked of the function that decides, so that it cannot say otherwise. */
export function RoleTable() {
  const { t } = useMessages();
  return (
    <Panel
      title={t('roles.table.title')}
      description={t('roles.table.description')}
    >
      <DataTable label={t('roles.table.caption')}>
        <thead>
          <tr>
            <th scope="col">{t('roles.table.permission')}</th>
            {roles.map(role => (
              <th key={role} scope="col">
                {t(`permission.roles.${role}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {availablePermissions.map(permission => (
            <tr key={permission.name}>
              <th scope="row" data-wraps>
                {sayPermission(t, permission.name)}
                <div className={styles.name}>
                  <InlineCode quiet>{permission.name}</InlineCode>
                </div>
              </th>
              {roles.map(role => (
                <td key={role}>
                  <Answer answer={roleSays(role, permission)} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </DataTable>
    </Panel>
  );
}

function Answer(props: { answer: RoleAnswer }) {
  const { answer } = props;
  const { t } = useMessages();
  const said = t(`roles.table.answer.${answer}`);
  if (answer === 'own') {
    return (
      <span className={styles.answer} data-answer={answer}>
        <RiUserLine size={16} aria-hidden="true" />
        {said}
      </span>
    );
  }
  const Icon = answer === 'yes' ? RiCheckLine : RiSubtractLine;
  return (
    <span className={styles.answer} data-answer={answer}>
      <Icon size={18} aria-hidden="true" />
      <VisuallyHidden>{said}</VisuallyHidden>
    </span>
  );
}

/** In words; a permission that has none yet by its name. */
function sayPermission(t: Translate, name: string): string {
  const worded = (text: string): text is keyof typeof messages.permissions =>
    Object.hasOwn(messages.permissions, text);
  return worded(name) ? t(`roles.permissions.${name}`) : name;
}
