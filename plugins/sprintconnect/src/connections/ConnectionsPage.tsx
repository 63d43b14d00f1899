import { useCallback, useRef, useState } from 'react';
import { useRouteRef } from '@backstage/frontend-plugin-api';
import { ButtonLink, Container, Header } from '@backstage/ui';
import { RiLinksLine } from '@remixicon/react';
import type { Connection } from '@sprintconnect/plugin-sprintconnect-common';
import { useLocation } from 'react-router-dom';
import { serversRouteRef } from '../routes';
import { useMessages } from '../translation';
import {
  DocumentTitle,
  EmptyState,
  ErrorNotice,
  Listing,
  useFocusKept,
} from '../ui';
import { ConnectionsTable } from './ConnectionsTable';
import { DisconnectDialog, NotRevokedDialog } from './DisconnectDialog';
import { useConnections } from './useConnections';
import { useLogin } from './useLogin';
import styles from './Connections.module.css';

/** A dialog that is open, and of which account. */
type Opened = { what: 'disconnect' | 'notRevoked'; connection: Connection };

/** The reader's accounts on servers, and what can be done with them. */
export function ConnectionsPage() {
  const { t } = useMessages();
  return (
    <DocumentTitle parts={[t('connections.title')]}>
      <Header
        title={t('connections.title')}
        description={t('connections.description')}
      />
      <Container className={styles.page}>
        <Accounts />
      </Container>
    </DocumentTitle>
  );
}

function Accounts() {
  const { t } = useMessages();
  const list = useConnections();
  const login = useLogin();
  const [opened, setOpened] = useState<Opened>();
  const table = useRef<HTMLDivElement>(null);
  useFocusKept(opened !== undefined, table, list.value);
  const disconnect = useCallback(
    (connection: Connection) => setOpened({ what: 'disconnect', connection }),
    [],
  );
  const { pathname } = useLocation();
  // Another one each time, which would have the table lay out its columns anew.
  const begin = useRef(login.begin);
  begin.current = login.begin;
  const again = useCallback(
    ({ server }: Connection) =>
      begin.current({ serverId: server.id }, pathname),
    [pathname],
  );
  const none = list.value?.items.length === 0;
  return (
    <Listing
      loaded={list}
      refused={null}
      total={({ items }) => t('connections.total', { count: items.length })}
      controls={login.error && <ErrorNotice error={login.error} />}
    >
      <div ref={table} tabIndex={-1}>
        {none ? (
          <Empty />
        ) : (
          <ConnectionsTable
            connections={list.value?.items}
            onAgain={again}
            onDisconnect={disconnect}
          />
        )}
      </div>
      <OpenedDialog opened={opened} onOpen={setOpened} onDone={list.reload} />
    </Listing>
  );
}

function OpenedDialog(props: {
  opened?: Opened;
  onOpen: (next: (before: Opened | undefined) => Opened | undefined) => void;
  onDone: () => void;
}) {
  const { opened, onOpen, onDone } = props;
  if (!opened) return null;
  const { what, connection } = opened;
  if (what === 'notRevoked') {
    return (
      <NotRevokedDialog
        connection={connection}
        onClose={() => onOpen(() => undefined)}
      />
    );
  }
  return (
    <DisconnectDialog
      connection={connection}
      onDisconnected={({ isRevoked }) => {
        onDone();
        if (!isRevoked) onOpen(() => ({ what: 'notRevoked', connection }));
      }}
      // What it led to stays open.
      onClose={() =>
        onOpen(before => (before?.what === 'disconnect' ? undefined : before))
      }
    />
  );
}

function Empty() {
  const { t } = useMessages();
  const servers = useRouteRef(serversRouteRef)?.();
  return (
    <EmptyState
      icon={<RiLinksLine size={28} />}
      title={t('connections.empty.title')}
      description={t('connections.empty.description')}
      actions={
        servers && (
          <ButtonLink variant="secondary" href={servers}>
            {t('connections.empty.servers')}
          </ButtonLink>
        )
      }
    />
  );
}
