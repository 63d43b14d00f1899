import { useApi, useRouteRef } from '@backstage/frontend-plugin-api';
import { ButtonLink, Link, Text } from '@backstage/ui';
import { RiPulseLine } from '@remixicon/react';
import {
  auditReadPermission,
  limits,
  type Server,
} from '@sprintconnect/plugin-sprintconnect-common';
import { sprintConnectApiRef } from '../client';
import { mayOn, useMay } from '../permission';
import { auditRouteRef, serverCapabilitiesRouteRef } from '../routes';
import { useMessages } from '../translation';
import { EmptyState, useLoad } from '../ui';
import { CallListing } from './CallListing';
import { useCallFilters } from './useCallFilters';
import { useCallList } from './useCallList';
import styles from './ActivityTab.module.css';

type Seen = Pick<Server, 'id' | 'access'>;

/** As the backend decides it. */
const seesAll = (server: Seen) => mayOn(server, 'update');

/** Who used a server: everybody for those who may change it, the reader alone for all others. */
export function ActivityTab(props: { server: Seen }) {
  const { server } = props;
  const { t } = useMessages();
  const address = useCallFilters();
  const list = useCallList({ server: server.id }, address.filters);
  const capabilities = useCapabilityNames(server.id);
  return (
    <div className={styles.activity}>
      <Intro server={server} />
      <CallListing
        list={list}
        address={address}
        shared="server"
        narrowing={{
          name: 'capability',
          label: t('calls.filters.capability'),
          any: t('calls.filters.anyCapability'),
          options: capabilities.map(name => ({ value: name, label: name })),
        }}
        empty={<Empty server={server} />}
      />
    </div>
  );
}

/** What the server offers now, as far as one page goes: to choose from, so that no answer is no harm. */
function useCapabilityNames(serverId: string): string[] {
  const client = useApi(sprintConnectApiRef);
  const { value } = useLoad(serverId, signal =>
    client.listCapabilities(
      serverId,
      { limit: limits.pageSize, fields: ['name', 'kind'] },
      { signal },
    ),
  );
  const used = (value?.items ?? [])
    // Its calls are told by the resource that was read.
    .filter(({ kind }) => kind !== 'resource-template')
    .map(({ name }) => name);
  return [...new Set(used)];
}

function Intro(props: { server: Seen }) {
  const { server } = props;
  const { t } = useMessages();
  const mayReadAudit = useMay(auditReadPermission);
  const auditPath = useRouteRef(auditRouteRef);
  const log = t('calls.activity.log');
  return (
    <Text as="p" variant="body-medium" color="secondary">
      {t('calls.activity.who', {
        log:
          mayReadAudit && auditPath ? (
            <Link href={`${auditPath()}?target=${server.id}`}>{log}</Link>
          ) : (
            log
          ),
      })}
      {!seesAll(server) && <> {t('calls.activity.onlyOwn')}</>}
    </Text>
  );
}

function Empty(props: { server: Seen }) {
  const { id: serverId } = props.server;
  const { t } = useMessages();
  const capabilitiesPath = useRouteRef(serverCapabilitiesRouteRef);
  return (
    <EmptyState
      icon={<RiPulseLine size={28} />}
      title={t('calls.empty.title')}
      description={t(
        seesAll(props.server)
          ? 'calls.empty.server'
          : 'calls.empty.ownOfServer',
      )}
      actions={
        capabilitiesPath && (
          <ButtonLink variant="secondary" href={capabilitiesPath({ serverId })}>
            {t('calls.empty.capabilities')}
          </ButtonLink>
        )
      }
    />
  );
}
