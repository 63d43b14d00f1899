import type { ReactNode } from 'react';
import { Alert, Container, Header } from '@backstage/ui';
import { RiRefreshLine } from '@remixicon/react';
import {
  type Server,
  serverUpdatePermission,
} from '@sprintconnect/plugin-sprintconnect-common';
import { HealthDot } from '../../health';
import { useMessages } from '../../translation';
import { EntityLink } from '../../ui';
import { DiscoveryState } from '../labels/DiscoveryState';
import { StatusPill } from '../labels/StatusPill';
import { mayOn, useMay } from '../../permission';
import { StarButton } from '../stars/StarButton';
import { useStars } from '../stars/useStars';
import { EditAction } from './EditAction';
import { HeaderAction } from './HeaderAction';
import { RetireServer } from './RetireServer';
import type { Discovery } from './useDiscovery';
import type { ServerTab } from './useServerTabs';

/** The name and state of a server, what can be done with it, and its tabs. */
export function ServerHeader(props: {
  server: Server;
  discovery: Discovery;
  tabs?: ServerTab[];
}) {
  const { server, discovery, tabs } = props;
  const { t } = useMessages();
  const stars = useStars();
  const retired = server.status === 'retired';
  return (
    <>
      <Header
        title={server.title ?? server.name}
        metadata={useFacts(server, discovery)}
        tabs={tabs}
        customActions={
          retired ? undefined : (
            <>
              <StarButton server={server} stars={stars} variant="secondary" />
              {mayOn(server, 'update') && <EditAction serverId={server.id} />}
              {mayOn(server, 'discover') && (
                <HeaderAction
                  label={t('server.discover.now')}
                  icon={<RiRefreshLine aria-hidden="true" />}
                  isPending={discovery.running}
                  onPress={discovery.start}
                />
              )}
              {mayOn(server, 'delete') && <RetireServer server={server} />}
            </>
          )
        }
      />
      {retired && (
        <Container mb="4">
          <Alert icon status="warning" title={t('server.retire.retired')} />
        </Container>
      )}
    </>
  );
}

function useFacts(server: Server, discovery: Discovery) {
  const { t } = useMessages();
  // Who may change some servers is told why there are no buttons for this one.
  const mayChangeOthers = useMay(serverUpdatePermission);
  const isOnlySeen =
    mayChangeOthers &&
    server.status !== 'retired' &&
    server.access?.update === false;
  const facts: { label: string; value: ReactNode }[] = [
    {
      label: t('servers.filters.status'),
      value: <StatusPill status={server.status} />,
    },
    {
      label: t('server.facts.environment'),
      value: server.environment,
    },
    {
      label: t('servers.columns.health'),
      value: <HealthDot status={server.health.status} />,
    },
    {
      label: t('servers.columns.discovery'),
      value: (
        <DiscoveryState
          server={server}
          running={discovery.running}
          withLastGood
        />
      ),
    },
  ];
  if (server.owner) {
    facts.push({
      label: t('server.facts.owner'),
      value: <EntityLink entityRef={server.owner} defaultKind="group" />,
    });
  }
  if (isOnlySeen) {
    facts.push({
      label: t('server.facts.access'),
      value: t('server.facts.viewOnly'),
    });
  }
  return facts;
}
