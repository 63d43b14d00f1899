import type { Permission } from '@backstage/plugin-permission-common';
import { RiLockLine } from '@remixicon/react';
import { useMessages } from '../translation';
import { EmptyState, EntityLink, InlineCode } from '../ui';
import { leastRole } from './roleSays';
import { useMe } from './useMe';
import styles from './NoPermission.module.css';

const NAMED = 5;

/** Stands in place of what the reader may not see or do: which permission is missing, and who can grant it. */
export function NoPermission(props: { title: string; permission: Permission }) {
  const { title, permission } = props;
  const { t } = useMessages();
  const { value: me } = useMe();
  const role = leastRole(permission);
  return (
    <EmptyState
      icon={<RiLockLine size={28} />}
      title={title}
      description={t('permission.description')}
    >
      <dl className={styles.facts}>
        <dt>{t('permission.missing')}</dt>
        <dd>
          <InlineCode>{permission.name}</InlineCode>
        </dd>
        {/* Where the portal has a policy of its own, nobody holds a role of ours that could be told of. */}
        {me?.admins && role && (
          <>
            <dt>{t('permission.comesWith')}</dt>
            <dd>{t(`permission.roles.${role}`)}</dd>
          </>
        )}
        <dt>{t('permission.ask')}</dt>
        <dd>
          <Admins admins={me?.admins ?? []} />
        </dd>
      </dl>
    </EmptyState>
  );
}

function Admins(props: { admins: string[] }) {
  const { admins } = props;
  const { t } = useMessages();
  const more = admins.length - NAMED;
  if (admins.length === 0) return <>{t('permission.anAdministrator')}</>;
  return (
    <ul>
      {admins.slice(0, NAMED).map(each => (
        <li key={each}>
          <EntityLink entityRef={each} defaultKind="user" />
        </li>
      ))}
      {more > 0 && <li>{t('permission.more', { count: more })}</li>}
    </ul>
  );
}
