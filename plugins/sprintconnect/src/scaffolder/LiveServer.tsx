import { useRouteRef } from '@backstage/frontend-plugin-api';
import { Alert, ButtonLink, Text } from '@backstage/ui';
import type { Server } from '@sprintconnect/plugin-sprintconnect-common';
import { ConnectPanel } from '../connect';
import { HealthDot } from '../health';
import { mayOn } from '../permission';
import {
  awaitsFirst,
  DiscoveryState,
  OffersPanel,
  RefreshStatus,
  StatusPill,
  useDiscovery,
} from '../registry';
import { serverRouteRef } from '../routes';
import { useMessages } from '../translation';
import { DescriptionList, Panel } from '../ui';
import { EntityButton } from './EntityButton';
import styles from './LiveServer.module.css';

/** So many tools stand here; the page of the server has all. */
const TOOLS_MAX = 10;

/** A server as it is now: how it is, what it offers, how to connect. */
export function LiveServer(props: { server: Server; onChange: () => void }) {
  const { server } = props;
  return (
    <>
      <StatePanel {...props} />
      {server.lastDiscoveredAt && server.status !== 'retired' && (
        <>
          <OffersPanel server={server} toolsMax={TOOLS_MAX} />
          <ConnectPanel server={server} />
        </>
      )}
    </>
  );
}

function StatePanel(props: { server: Server; onChange: () => void }) {
  const { server, onChange } = props;
  const { t } = useMessages();
  const discovery = useDiscovery(server.id, onChange);
  const first = awaitsFirst(server);
  const isRetired = server.status === 'retired';
  const isLive =
    server.status === 'active' && server.lastDiscoveredAt && !server.lastError;
  return (
    <Panel
      title={t(isLive ? 'scaffolder.output.live' : 'scaffolder.output.title')}
    >
      <div className={styles.state}>
        <Text as="h4" variant="body-large" weight="bold">
          {server.title ?? server.name}
        </Text>
        {isRetired ? (
          <Alert icon status="warning" title={t('server.retire.retired')} />
        ) : (
          <RefreshStatus
            server={server}
            discovery={discovery}
            first={first}
            onlyOwn={false}
            offersRetry={mayOn(server, 'discover')}
          />
        )}
        <Facts server={server} running={discovery.running} />
        <Ways server={server} />
      </div>
    </Panel>
  );
}

function Facts(props: { server: Server; running: boolean }) {
  const { server, running } = props;
  const { t } = useMessages();
  return (
    <DescriptionList
      items={[
        {
          term: t('servers.filters.status'),
          value: <StatusPill status={server.status} />,
        },
        { term: t('server.facts.environment'), value: server.environment },
        {
          term: t('servers.columns.health'),
          value: <HealthDot status={server.health.status} />,
        },
        {
          term: t('servers.columns.discovery'),
          value: (
            <DiscoveryState server={server} running={running} withLastGood />
          ),
        },
      ]}
    />
  );
}

function Ways(props: { server: Server }) {
  const { id: serverId, entityRef } = props.server;
  const { t } = useMessages();
  const serverPath = useRouteRef(serverRouteRef);
  return (
    <div className={styles.ways}>
      {serverPath && (
        <ButtonLink href={serverPath({ serverId })}>
          {t('scaffolder.output.open')}
        </ButtonLink>
      )}
      <EntityButton entityRef={entityRef} />
    </div>
  );
}
