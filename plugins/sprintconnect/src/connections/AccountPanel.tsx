import { Text } from '@backstage/ui';
import type {
  Connection,
  Server,
} from '@sprintconnect/plugin-sprintconnect-common';
import { useMessages } from '../translation';
import { DescriptionList, Panel, RelativeTime, WhenLoaded } from '../ui';
import { ConnectAccount } from './ConnectAccount';
import { ConnectionPill } from './ConnectionPill';
import { hostOf, serverLabel } from './serverLabel';
import { useConnections } from './useConnections';
import styles from './Connections.module.css';

/** The reader's own account on a server that wants one of each person. */
export function AccountPanel(props: { server: Server }) {
  const { server } = props;
  const { t } = useMessages();
  const loaded = useConnections(server.id);
  return (
    <Panel title={t('connections.panel.title')}>
      <WhenLoaded loaded={loaded} lines={3}>
        {({ items }) => (
          <Account
            server={server}
            connection={items.find(each => each.server.id === server.id)}
          />
        )}
      </WhenLoaded>
    </Panel>
  );
}

function Account(props: { server: Server; connection?: Connection }) {
  const { server, connection } = props;
  const { t } = useMessages();
  const isConnected = connection?.status === 'connected';
  return (
    <div className={styles.panel}>
      {connection ? (
        <DescriptionList
          items={[
            {
              term: t('connections.columns.status'),
              value: <ConnectionPill status={connection.status} />,
            },
            {
              term: t('connections.columns.issuer'),
              value: hostOf(connection.issuer),
            },
            {
              term: t('connections.columns.connected'),
              value: <RelativeTime at={connection.connectedAt} />,
            },
          ]}
        />
      ) : (
        <Text as="p" color="secondary">
          {t('connections.panel.none', { name: serverLabel(server) })}
        </Text>
      )}
      {!isConnected && (
        <ConnectAccount serverId={server.id} again={connection !== undefined} />
      )}
    </div>
  );
}
