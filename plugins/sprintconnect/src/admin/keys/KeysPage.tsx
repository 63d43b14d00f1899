import { useCallback, useRef, useState } from 'react';
import { Button, ToggleButton, ToggleButtonGroup } from '@backstage/ui';
import { RiAddLine } from '@remixicon/react';
import {
  accessManagePermission,
  type ApiKey,
  type IssuedApiKey,
} from '@sprintconnect/plugin-sprintconnect-common';
import { NoPermission } from '../../permission';
import { useMessages } from '../../translation';
import {
  Listing,
  ListingControls,
  ShowMore,
  useAddressFilters,
  useFocusKept,
} from '../../ui';
import { CreateKeyDialog } from './CreateKeyDialog';
import { KeyDetail } from './KeyDetail';
import { KeysEmpty, KeysNoMatch } from './KeysEmpty';
import { type KeyIntent, KeysTable } from './KeysTable';
import { RevokeKeyDialog } from './RevokeKeyDialog';
import { RotateKeyDialog } from './RotateKeyDialog';
import { SecretDialog } from './SecretDialog';
import { useKeyList } from './useKeyList';

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
  const address = useAddressFilters(readStatus);
  const filter = address.filters.status ?? 'all';
  const setFilter = (status: Filter) =>
    address.change({ status: status === 'all' ? undefined : status });
  const [opened, setOpened] = useState<Opened>();
  const open = useCallback(
    (what: KeyIntent, key: ApiKey) => setOpened({ what, key }),
    [],
  );
  const create = () => setOpened({ what: 'create' });
  const createButton = useRef<HTMLButtonElement>(null);
  const { value, error } = list;
  useFocusKept(opened !== undefined, createButton, value);
  const shown = value?.items.filter(
    ({ status }) => filter === 'all' || status === filter,
  );
  const empty = value?.items.length === 0;
  return (
    <Listing
      loaded={list}
      refused={
        <NoPermission
          title={t('admin.keys.refused')}
          permission={accessManagePermission}
        />
      }
      total={() => shown && t('keys.total', { count: shown.length })}
      controls={
        empty || (error && !value) ? undefined : (
          <ListingControls>
            <FilterChoice filter={filter} onChange={setFilter} />
            <Button
              ref={createButton}
              iconStart={<RiAddLine aria-hidden="true" />}
              onPress={create}
            >
              {t('keys.create')}
            </Button>
          </ListingControls>
        )
      }
    >
      {empty ? (
        <KeysEmpty onCreate={create} />
      ) : (
        <KeysTable
          keys={shown}
          onIntent={open}
          emptyState={<KeysNoMatch onClear={() => setFilter('all')} />}
        />
      )}
      {value?.more && <ShowMore onPress={list.showMore} />}
      <OpenedDialog
        opened={opened}
        onOpen={setOpened}
        onChanged={list.reload}
      />
    </Listing>
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

function readStatus(params: URLSearchParams): { status?: Filter } {
  const status = filters.find(each => each === params.get('status'));
  return { status };
}
