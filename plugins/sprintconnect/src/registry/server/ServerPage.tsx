import {
  BreadcrumbEntry,
  NotFoundErrorPage,
  useApi,
  useRouteRef,
  useRouteRefParams,
} from '@backstage/frontend-plugin-api';
import { Container } from '@backstage/ui';
import type { Server } from '@sprintconnect/plugin-sprintconnect-common';
import { Route, Routes } from 'react-router-dom';
import { sprintConnectApiRef } from '../../client';
import { ActivityTab } from '../../calls';
import { useLive } from '../../live';
import { HealthTab } from '../../health';
import { serverRouteRef } from '../../routes';
import {
  DocumentTitle,
  isMissing,
  type Loaded,
  useLoad,
  WhenLoaded,
} from '../../ui';
import { useAddCredential } from '../credential/useAddCredential';
import { CapabilityList } from '../capabilities/CapabilityList';
import { VersionsPanel } from '../versions/VersionsPanel';
import { awaitsFirst } from './awaitsFirst';
import { RefreshStatus } from './RefreshStatus';
import { ServerHeader } from './ServerHeader';
import { ServerOverview } from './ServerOverview';
import { UnavailableServer } from './UnavailableServer';
import { useDiscovery } from './useDiscovery';
import { useServerTabs } from './useServerTabs';
import styles from './ServerPage.module.css';

/** One server. */
export function ServerPage() {
  const { serverId } = useRouteRefParams(serverRouteRef);
  // The key starts afresh for another server, so that nothing of the former shows.
  return <OneServer key={serverId} serverId={serverId} />;
}

function OneServer(props: { serverId: string }) {
  const { serverId } = props;
  const client = useApi(sprintConnectApiRef);
  const loaded = useLoad(serverId, signal =>
    client.getServer(serverId, { signal }),
  );
  const { value: server, error } = loaded;
  useLive({
    serverId,
    urgent: server && awaitsFirst(server),
    onChange: loaded.reload,
  });
  if (server && !isMissing(error)) {
    return <KnownServer server={server} loaded={loaded} />;
  }
  return (
    <Container py="6">
      <UnavailableServer loaded={loaded} />
    </Container>
  );
}

function KnownServer(props: { server: Server; loaded: Loaded<Server> }) {
  const { server, loaded } = props;
  const discovery = useDiscovery(server.id, loaded.reload);
  const serverPath = useRouteRef(serverRouteRef);
  const { tabs, open } = useServerTabs(server);
  const credential = useAddCredential(server, () => {
    loaded.reload();
    discovery.start();
  });
  const name = server.title ?? server.name;
  const isOverview = !open || open.id === 'overview';
  return (
    <BreadcrumbEntry
      entry={{
        label: name,
        href: serverPath?.({ serverId: server.id }) ?? '',
      }}
    >
      <DocumentTitle parts={isOverview ? [name] : [name, open.label]}>
        <ServerHeader server={server} discovery={discovery} tabs={tabs} />
        <Container>
          <div className={styles.page}>
            <RefreshStatus
              server={server}
              discovery={discovery}
              first={awaitsFirst(server)}
              // That tab tells why the server does not answer in its own words.
              onlyOwn={open?.id === 'health'}
              onAddCredential={credential.add}
            />
            <WhenLoaded loaded={loaded}>
              {() => (
                <Tabs
                  server={server}
                  onAddCredential={credential.add}
                  onChange={loaded.reload}
                />
              )}
            </WhenLoaded>
            {credential.dialog}
          </div>
        </Container>
      </DocumentTitle>
    </BreadcrumbEntry>
  );
}

function Tabs(props: {
  server: Server;
  onAddCredential?: () => void;
  onChange: () => void;
}) {
  const { server, onAddCredential, onChange } = props;
  return (
    <Routes>
      <Route
        path="/"
        element={
          <ServerOverview
            server={server}
            onAddCredential={onAddCredential}
            onChange={onChange}
          />
        }
      />
      <Route
        path="/capabilities"
        element={<CapabilityList server={server} />}
      />
      <Route path="/health" element={<HealthTab server={server} />} />
      <Route
        path="/versions"
        element={<VersionsPanel server={server} onSeen={onChange} />}
      />
      <Route path="/activity" element={<ActivityTab server={server} />} />
      <Route path="*" element={<NotFoundErrorPage />} />
    </Routes>
  );
}
