import { useCallback, useRef, useState } from 'react';
import { useApi } from '@backstage/frontend-plugin-api';
import { Button } from '@backstage/ui';
import { RiAddLine } from '@remixicon/react';
import {
  type Credential,
  credentialManagePermission,
} from '@sprintconnect/plugin-sprintconnect-common';
import { sprintConnectApiRef } from '../../client';
import { EndOverlapDialog, RotateDialog } from '../../credentials';
import { NoPermission } from '../../permission';
import { useMessages } from '../../translation';
import { Listing, ListingControls, ShowMore, useFocusKept } from '../../ui';
import { CreateCredentialDialog } from './CreateCredentialDialog';
import { CredentialDetail } from './CredentialDetail';
import { CredentialsEmpty } from './CredentialsEmpty';
import type { CredentialIntent } from './CredentialIntent';
import { CredentialsTable } from './CredentialsTable';
import { DeleteCredentialDialog } from './DeleteCredentialDialog';
import { EditCredentialDialog } from './EditCredentialDialog';
import { useCredentialList } from './useCredentialList';

type Opened =
  { what: 'create' } | { what: CredentialIntent; credential: Credential };

/** The credentials that servers share, and everything that can be done with them. */
export function CredentialsPage() {
  const { t } = useMessages();
  const list = useCredentialList();
  const [opened, setOpened] = useState<Opened>();
  const open = useCallback(
    (what: CredentialIntent, credential: Credential) =>
      setOpened({ what, credential }),
    [],
  );
  const create = () => setOpened({ what: 'create' });
  const createButton = useRef<HTMLButtonElement>(null);
  const { value, error } = list;
  useFocusKept(opened !== undefined, createButton, value);
  const empty = value?.items.length === 0;
  return (
    <Listing
      loaded={list}
      refused={
        <NoPermission
          title={t('admin.credentials.refused')}
          permission={credentialManagePermission}
        />
      }
      total={({ items }) =>
        t('credentials.list.total', { count: items.length })
      }
      controls={
        empty || (error && !value) ? undefined : (
          <ListingControls>
            <span />
            <Button
              ref={createButton}
              iconStart={<RiAddLine aria-hidden="true" />}
              onPress={create}
            >
              {t('credentials.create.action')}
            </Button>
          </ListingControls>
        )
      }
    >
      {empty ? (
        <CredentialsEmpty onCreate={create} />
      ) : (
        <CredentialsTable credentials={value?.items} onIntent={open} />
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
  const client = useApi(sprintConnectApiRef);
  const onClose = () => onOpen(undefined);
  if (!opened) return null;
  if (opened.what === 'create') {
    return <CreateCredentialDialog onCreated={onChanged} onClose={onClose} />;
  }
  const { what, credential } = opened;
  switch (what) {
    case 'rotate':
      return (
        <RotateDialog
          credential={credential}
          name={credential.name ?? ''}
          send={body => client.credentials.rotate(credential, body)}
          onRotated={onChanged}
          onClose={onClose}
        />
      );
    case 'endOverlap':
      return (
        <EndOverlapDialog
          credential={credential}
          onEnded={onChanged}
          onClose={onClose}
        />
      );
    case 'edit':
      return (
        <EditCredentialDialog
          credential={credential}
          onSaved={onChanged}
          onClose={onClose}
        />
      );
    case 'delete':
      return (
        <DeleteCredentialDialog
          credential={credential}
          onDeleted={onChanged}
          onClose={onClose}
        />
      );
    default:
      return (
        <CredentialDetail
          credential={credential}
          onIntent={next => onOpen({ what: next, credential })}
          onClose={onClose}
        />
      );
  }
}
