import { useMemo } from 'react';
import { useRouteRef } from '@backstage/frontend-plugin-api';
import {
  ButtonIcon,
  Cell,
  type ColumnConfig,
  Link,
  Menu,
  MenuItem,
  MenuTrigger,
  Table,
} from '@backstage/ui';
import { RiLinksLine, RiLinkUnlinkM, RiMoreLine } from '@remixicon/react';
import type { Connection } from '@sprintconnect/plugin-sprintconnect-common';
import { serverRouteRef } from '../routes';
import { useMessages } from '../translation';
import {
  InlineCode,
  RelativeTime,
  type TableRoom,
  TwoLines,
  useTableRoom,
} from '../ui';
import { ConnectionPill } from './ConnectionPill';
import { hostOf, serverLabel } from './serverLabel';
import styles from './Connections.module.css';

interface Doing {
  onAgain: (connection: Connection) => void;
  onDisconnect: (connection: Connection) => void;
}

/** The accounts, by server. */
export function ConnectionsTable(
  props: Doing & { connections: Connection[] | undefined },
) {
  const { connections, onAgain, onDisconnect } = props;
  const room = useTableRoom();
  const columns = useColumns(room, { onAgain, onDisconnect });
  return (
    <div ref={room.ref}>
      <Table<Connection>
        columnConfig={columns}
        data={connections}
        isPending={!connections}
        pagination={{ type: 'none' }}
      />
    </div>
  );
}

function useColumns(
  { narrow, roomy, wide }: TableRoom,
  { onAgain, onDisconnect }: Doing,
) {
  const { t } = useMessages();
  const serverPath = useRouteRef(serverRouteRef);
  return useMemo<ColumnConfig<Connection>[]>(
    () => [
      {
        id: 'server',
        width: '1.4fr',
        label: t('connections.columns.server'),
        isRowHeader: true,
        cell: ({ server, issuer }) => (
          <Cell>
            <TwoLines below={!roomy && hostOf(issuer)}>
              {serverPath ? (
                <Link href={serverPath({ serverId: server.id })}>
                  {serverLabel(server)}
                </Link>
              ) : (
                serverLabel(server)
              )}
            </TwoLines>
          </Cell>
        ),
      },
      {
        id: 'status',
        width: 124,
        label: t('connections.columns.status'),
        cell: ({ status, endedAt }) => (
          <Cell>
            <TwoLines
              below={endedAt && !narrow && <RelativeTime at={endedAt} />}
            >
              <ConnectionPill status={status} />
            </TwoLines>
          </Cell>
        ),
      },
      {
        id: 'issuer',
        width: '1.2fr',
        label: t('connections.columns.issuer'),
        isHidden: !roomy,
        cell: ({ issuer }) => <Cell>{hostOf(issuer)}</Cell>,
      },
      {
        id: 'scopes',
        width: '1.4fr',
        label: t('connections.columns.scopes'),
        isHidden: !wide,
        cell: ({ scopes }) => (
          <Cell>
            {scopes.length > 0 ? (
              <span className={styles.scopes}>
                {scopes.map(each => (
                  <InlineCode key={each}>{each}</InlineCode>
                ))}
              </span>
            ) : (
              <span className={styles.quiet}>
                {t('connections.scopesUnsaid')}
              </span>
            )}
          </Cell>
        ),
      },
      {
        id: 'connected',
        width: 130,
        label: t('connections.columns.connected'),
        isHidden: !roomy,
        cell: ({ connectedAt }) => (
          <Cell>
            <RelativeTime at={connectedAt} />
          </Cell>
        ),
      },
      {
        id: 'lastUsed',
        width: 130,
        label: t('connections.columns.lastUsed'),
        isHidden: narrow,
        cell: ({ lastUsedAt }) => (
          <Cell>
            {lastUsedAt ? (
              <RelativeTime at={lastUsedAt} />
            ) : (
              <span className={styles.quiet}>{t('connections.unused')}</span>
            )}
          </Cell>
        ),
      },
      {
        id: 'actions',
        width: 88,
        label: t('connections.columns.actions'),
        cell: connection => (
          <Cell>
            <ConnectionMenu
              connection={connection}
              onAgain={onAgain}
              onDisconnect={onDisconnect}
            />
          </Cell>
        ),
      },
    ],
    [t, narrow, roomy, wide, serverPath, onAgain, onDisconnect],
  );
}

/** What can be done with an account. */
function ConnectionMenu(props: Doing & { connection: Connection }) {
  const { connection, onAgain, onDisconnect } = props;
  const { t } = useMessages();
  return (
    <MenuTrigger>
      <ButtonIcon
        variant="tertiary"
        icon={<RiMoreLine />}
        aria-label={t('connections.actionsOf', {
          name: serverLabel(connection.server),
        })}
      />
      <Menu placement="bottom end">
        <MenuItem
          iconStart={<RiLinksLine aria-hidden="true" />}
          onAction={() => onAgain(connection)}
        >
          {t('connections.again')}
        </MenuItem>
        <MenuItem
          color="danger"
          iconStart={<RiLinkUnlinkM aria-hidden="true" />}
          onAction={() => onDisconnect(connection)}
        >
          {t('connections.disconnect.action')}
        </MenuItem>
      </Menu>
    </MenuTrigger>
  );
}
