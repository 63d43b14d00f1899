import { useState } from 'react';
import { Button } from '@backstage/ui';
import { RiAddLine, RiShieldUserLine } from '@remixicon/react';
import {
  accessManagePermission,
  type RoleBinding,
} from '@sprintconnect/plugin-sprintconnect-common';
import { NoPermission } from '../../permission';
import { useMessages } from '../../translation';
import {
  EmptyState,
  Listing,
  ListingControls,
  NoMatch,
  ShowMore,
} from '../../ui';
import { BindingFilterBar } from './BindingFilterBar';
import { BindingsTable } from './BindingsTable';
import { BindRoleDialog } from './BindRoleDialog';
import { RoleTable } from './RoleTable';
import { UnbindRoleDialog } from './UnbindRoleDialog';
import { useBindingFilters } from './useBindingFilters';
import { useBindings } from './useBindings';

/** Who has which role, and what the roles are. */
export function RolesPage() {
  const { t } = useMessages();
  const { filters, change, clear } = useBindingFilters();
  const [binding, setBinding] = useState(false);
  const [taking, setTaking] = useState<RoleBinding>();
  const { list, apiKeys, keyNames } = useBindings(filters);
  const { value } = list;
  return (
    <Listing
      loaded={list}
      refused={
        <NoPermission
          title={t('admin.roles.refused')}
          permission={accessManagePermission}
        />
      }
      total={({ items }) => t('roles.total', { count: items.length })}
      controls={
        <ListingControls>
          <BindingFilterBar filters={filters} onChange={change} />
          <Button
            iconStart={<RiAddLine aria-hidden="true" />}
            onPress={() => setBinding(true)}
          >
            {t('roles.bind')}
          </Button>
        </ListingControls>
      }
    >
      <BindingsTable
        bindings={value?.items}
        keyNames={keyNames}
        onUnbind={setTaking}
        stale={list.stale}
        emptyState={
          <Empty
            narrowed={Boolean(filters.q || filters.role)}
            onClear={clear}
          />
        }
      />
      {value?.more && <ShowMore onPress={list.showMore} />}
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
    </Listing>
  );
}

function Empty(props: { narrowed: boolean; onClear: () => void }) {
  const { narrowed, onClear } = props;
  const { t } = useMessages();
  return narrowed ? (
    <NoMatch
      title={t('roles.noMatch.title')}
      description={t('roles.noMatch.description')}
      onClear={onClear}
    />
  ) : (
    <EmptyState
      icon={<RiShieldUserLine size={28} />}
      title={t('roles.empty.title')}
      description={t('roles.empty.description')}
    />
  );
}
