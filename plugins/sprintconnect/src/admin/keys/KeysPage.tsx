import { useCallback, useState } from 'react';
import {
  Button,
  ToggleButton,
  ToggleButtonGroup,
  VisuallyHidden,
} from '@backstage/ui';
import { RiAddLine } from '@remixicon/react';
import {
  accessManagePermission,
  type ApiKey,
  type IssuedApiKey,
} from '@sprintconnect/plugin-sprintconnect-common';
import { useSearchParams } from 'react-router-dom';
import { isRefusal, NoPermission } from '../../permission';
import { useMessages } from '../../translation';
import { ErrorNotice } from '../../ui';
import { CreateKeyDialog } from './CreateKeyDialog';
import { KeyDetail } from './KeyDetail';
import { KeysEmpty, KeysNoMatch } from './KeysEmpty';
import { type KeyIntent, KeysTable } from './KeysTable';
import { RevokeKeyDialog } from './RevokeKeyDialog';
import { RotateKeyDialog } from './RotateKeyDialog';
import { SecretDialog } from './SecretDialog';
import { useKeyList } from './useKeyList';
import styles from '../Listing.module.css';

const filters = ['all', 'active', 'expired', 'revoked'] as const;
type Filter = (typeof filters)[number];

type Opened =
  | { what: 'create' }
  | { what: KeyIntent; key: ApiKey }
  | { what: 'secret'; issued: IssuedApiKey; rotated: boolean };

/** The keys of the organisation, and everything that can be done with them. */
export function KeysPage() {
  const { t } = useMessages();
  const list = useKeyList();
  const [filter, setFilter] = useFilter();
  const [opened, setOpened] = useState<Opened>();
  const open = useCallback(
    (what: KeyIntent, key: ApiKey) => setOpened({ what, key }),
    [],
  );
  const create = () => setOpened({ what: 'create' });
  const { value, error } = list;
  const shown = value?.items.filter(
    ({ status }) => filter === 'all' || status === filter,
  );
  if (isRefusal(error)) {
    return (
      <NoPermission
        title={t('admin.keys.refused')}
        permission={accessManagePermission}
      />
    );
  }
  return (
    <div className={styles.listing}>
      {error && (
        <ErrorNotice
          title={value && t('errors.stale')}
          error={error}
          onRetry={list.reload}
        />
      )}
      <VisuallyHidden role="status">
        {shown ? t('keys.total', { count: shown.length }) : t('states.loading')}
      </VisuallyHidden>
      {value?.items.length === 0 && <KeysEmpty onCreate={create} />}
      {value?.items.length !== 0 && (value || !error) && (
        <>
          <div className={styles.controls}>
            <FilterChoice filter={filter} onChange={setFilter} />
            <Button
              iconStart={<RiAddLine aria-hidden="true" />}
              onPress={create}
            >
              {t('keys.create')}
            </Button>
          </div>
          <KeysTable
            keys={shown}
            onIntent={open}
            emptyState={<KeysNoMatch onClear={() => setFilter('all')} />}
          />
        </>
      )}
      {value?.more && (
        <Button variant="secondary" onPress={list.showMore}>
          {t('actions.showMore')}
        </Button>
      )}
      <OpenedDialog
        opened={opened}
        onOpen={setOpened}
        onChanged={list.reload}
      />
    </div>
  );
}

function OpenedDialog(props: {
  opened?: Opened;
  onOpen: (next: Opened | undefined) => void;
  onChanged: () => void;
}) {
  const { opened, onOpen, onChanged } = props;
  const close = () => onOpen(undefined);
  const show = (rotated: boolean) => (issued: IssuedApiKey) => {
    onChanged();
    onOpen({ what: 'secret', issued, rotated });
  };
  if (!opened) return null;
  switch (opened.what) {
    case 'create':
      return <CreateKeyDialog onIssued={show(false)} onClose={close} />;
    case 'secret':
      return <SecretDialog {...opened} onClose={close} />;
    case 'rotate':
      return (
        <RotateKeyDialog
          apiKey={opened.key}
          onIssued={show(true)}
          onClose={close}
        />
      );
    case 'revoke':
      return (
        <RevokeKeyDialog
          apiKey={opened.key}
          onRevoked={onChanged}
          onClose={close}
        />
      );
    default:
      return (
        <KeyDetail
          apiKey={opened.key}
          onRotate={() => onOpen({ what: 'rotate', key: opened.key })}
          onRevoke={() => onOpen({ what: 'revoke', key: opened.key })}
          onClose={close}
        />
      );
  }
}

function FilterChoice(props: {
  filter: Filter;
  onChange: (filter: Filter) => void;
}) {
  const { filter, onChange } = props;
  const { t } = useMessages();
  return (
    <ToggleButtonGroup
      aria-label={t('keys.filter')}
      selectionMode="single"
      disallowEmptySelection
      selectedKeys={[filter]}
      onSelectionChange={chosen => {
        const [next] = chosen;
        if (next) onChange(next as Filter);
      }}
    >
      {filters.map(each => (
        <ToggleButton key={each} id={each}>
          {t(`keys.filters.${each}`)}
        </ToggleButton>
      ))}
    </ToggleButtonGroup>
  );
}

/** Kept in the address, so that a finding can be sent. */
function useFilter() {
  const [params, setParams] = useSearchParams();
  const asked = filters.find(each => each === params.get('status'));
  const change = (filter: Filter) =>
    setParams(filter === 'all' ? {} : { status: filter }, { replace: true });
  return [asked ?? 'all', change] as const;
}
