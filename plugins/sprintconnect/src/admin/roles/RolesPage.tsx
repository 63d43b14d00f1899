import { useState } from 'react';
import { Button, SearchField, Select, VisuallyHidden } from '@backstage/ui';
import { RiAddLine, RiSearchLine, RiShieldUserLine } from '@remixicon/react';
import {
  type AccessRole,
  accessManagePermission,
  accessRoleSchema,
  type RoleBinding,
} from '@sprintconnect/plugin-sprintconnect-common';
import { isRefusal, NoPermission } from '../../permission';
import { useMessages } from '../../translation';
import { EmptyState, ErrorNotice, useDebounced } from '../../ui';
import { BindingsTable } from './BindingsTable';
import { BindRoleDialog } from './BindRoleDialog';
import { RoleTable } from './RoleTable';
import { UnbindRoleDialog } from './UnbindRoleDialog';
import { useBindings } from './useBindings';
import styles from '../Listing.module.css';

const TYPING_MS = 250;

/** Who has which role, and what the roles are. */
export function RolesPage() {
  const { t } = useMessages();
  const [text, setText] = useState('');
  const [role, setRole] = useState<AccessRole>();
  const [binding, setBinding] = useState(false);
  const [taking, setTaking] = useState<RoleBinding>();
  const q = useDebounced(text.trim(), TYPING_MS) || undefined;
  const { list, apiKeys, keyNames } = useBindings({ q, role });
  const { value, error } = list;
  const clear = () => {
    setText('');
    setRole(undefined);
  };
  if (isRefusal(error)) {
    return (
      <NoPermission
        title={t('admin.roles.refused')}
        permission={accessManagePermission}
      />
    );
  }
  return (
    <div className={styles.listing}>
      <div className={styles.controls}>
        <Filters text={text} onText={setText} role={role} onRole={setRole} />
        <Button
          iconStart={<RiAddLine aria-hidden="true" />}
          onPress={() => setBinding(true)}
        >
          {t('roles.bind')}
        </Button>
      </div>
      {error && (
        <ErrorNotice
          title={value && t('errors.stale')}
          error={error}
          onRetry={list.reload}
        />
      )}
      <VisuallyHidden role="status">
        {value
          ? t('roles.total', { count: value.items.length })
          : t('states.loading')}
      </VisuallyHidden>
      {(value || !error) && (
        <BindingsTable
          bindings={value?.items}
          keyNames={keyNames}
          onUnbind={setTaking}
          stale={list.stale}
          emptyState={<Empty narrowed={Boolean(q || role)} onClear={clear} />}
        />
      )}
      {value?.more && (
        <Button variant="secondary" onPress={list.showMore}>
          {t('actions.showMore')}
        </Button>
      )}
      <RoleTable />
      {binding && (
        <BindRoleDialog
          apiKeys={apiKeys}
          keyNames={keyNames}
          onBound={list.reload}
          onClose={() => setBinding(false)}
        />
      )}
      {taking && (
        <UnbindRoleDialog
          binding={taking}
          keyNames={keyNames}
          onUnbound={list.reload}
          onClose={() => setTaking(undefined)}
        />
      )}
    </div>
  );
}

function Filters(props: {
  text: string;
  onText: (text: string) => void;
  role?: AccessRole;
  onRole: (role: AccessRole | undefined) => void;
}) {
  const { text, onText, role, onRole } = props;
  const { t } = useMessages();
  return (
    <div className={styles.filters}>
      <SearchField
        aria-label={t('roles.search')}
        placeholder={t('roles.searchPlaceholder')}
        value={text}
        onChange={onText}
        className={styles.search}
      />
      <Select
        aria-label={t('roles.role')}
        className={styles.choice}
        value={role ?? 'any'}
        options={[
          { id: 'any', label: t('roles.anyRole') },
          ...accessRoleSchema.options.map(each => ({
            id: each as string,
            label: t(`permission.roles.${each}`),
          })),
        ]}
        onChange={key =>
          onRole(accessRoleSchema.options.find(each => each === key))
        }
      />
    </div>
  );
}

function Empty(props: { narrowed: boolean; onClear: () => void }) {
  const { narrowed, onClear } = props;
  const { t } = useMessages();
  return narrowed ? (
    <EmptyState
      icon={<RiSearchLine size={28} />}
      title={t('roles.noMatch.title')}
      description={t('roles.noMatch.description')}
      actions={
        <Button variant="secondary" onPress={onClear}>
          {t('roles.noMatch.clear')}
        </Button>
      }
    />
  ) : (
    <EmptyState
      icon={<RiShieldUserLine size={28} />}
      title={t('roles.empty.title')}
      description={t('roles.empty.description')}
    />
  );
}
