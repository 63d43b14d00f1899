import { type ReactNode, useId } from 'react';
import { useApi, useRouteRef } from '@backstage/frontend-plugin-api';
import { Link, Text } from '@backstage/ui';
import { RiQuestionLine } from '@remixicon/react';
import {
  type CapabilityWithServer,
  type FoundServer,
} from '@sprintconnect/plugin-sprintconnect-common';
import { sprintConnectApiRef } from '../client';
import { ConnectSummary } from '../connect';
import { HealthBadge } from '../health';
import { CapabilityDetails, HintPills, TryLink } from '../registry';
import { serverRouteRef } from '../routes';
import { useMessages } from '../translation';
import {
  EmptyState,
  EntityLink,
  ErrorNotice,
  type Loaded,
  useLoad,
  WhenLoaded,
} from '../ui';
import styles from './OpenedCapability.module.css';

/** Everything about one capability: what it takes and gives, who offers it, and how to connect to that server. */
export function OpenedCapability(props: {
  loaded: Loaded<CapabilityWithServer>;
}) {
  const { loaded } = props;
  const { t } = useMessages();
  return (
    <WhenLoaded
      loaded={loaded}
      lines={8}
      refused={loaded.error && <ErrorNotice error={loaded.error} />}
      missing={
        <EmptyState
          icon={<RiQuestionLine size={28} />}
          title={t('discover.opened.missing.title')}
          description={t('discover.opened.missing.description')}
        />
      }
      className={styles.opened}
    >
      {({ capability, server }) => (
        <>
          <div className={styles.hints}>
            <HintPills annotations={capability.annotations} />
          </div>
          <TryLink capability={capability} server={server} />
          <ServerLine server={server} />
          <CapabilityDetails capability={capability} />
          <Section title={t('connect.title')}>
            <Connect serverId={server.id} />
          </Section>
        </>
      )}
    </WhenLoaded>
  );
}

function Section(props: { title: string; children: ReactNode }) {
  const headingId = useId();
  return (
    <section className={styles.section} aria-labelledby={headingId}>
      <Text as="h4" variant="body-medium" weight="bold" id={headingId}>
        {props.title}
      </Text>
      {props.children}
    </section>
  );
}

function ServerLine(props: { server: FoundServer }) {
  const { server } = props;
  const { t } = useMessages();
  const serverPath = useRouteRef(serverRouteRef);
  const name = server.title ?? server.name;
  return (
    <section className={styles.server} aria-label={t('discover.opened.server')}>
      <div className={styles.line}>
        {serverPath ? (
          <Link href={serverPath({ serverId: server.id })} weight="bold">
            {name}
          </Link>
        ) : (
          <Text weight="bold">{name}</Text>
        )}
        <span>{server.environment}</span>
        <HealthBadge
          status={server.health.status}
          since={server.health.since}
        />
        {server.owner && (
          <EntityLink entityRef={server.owner} defaultKind="group" />
        )}
      </div>
      {server.description && (
        <Text as="p" variant="body-small" color="secondary">
          {server.description}
        </Text>
      )}
    </section>
  );
}

/** The search does not tell the addresses of a server; they are asked for when somebody may want to connect. */
function Connect(props: { serverId: string }) {
  const { serverId } = props;
  const client = useApi(sprintConnectApiRef);
  const loaded = useLoad(serverId, signal =>
    client.getServer(serverId, { signal }),
  );
  const value = loaded.value?.id === serverId ? loaded.value : undefined;
  return (
    <WhenLoaded loaded={{ ...loaded, value }} quiet lines={3}>
      {server => <ConnectSummary server={server} />}
    </WhenLoaded>
  );
}
