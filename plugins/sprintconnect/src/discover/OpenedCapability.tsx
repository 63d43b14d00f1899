import { type ReactNode, useId } from 'react';
import { useApi, useRouteRef } from '@backstage/frontend-plugin-api';
import { Link, Text } from '@backstage/ui';
import { RiQuestionLine } from '@remixicon/react';
import {
  type CapabilityWithServer,
  type FoundServer,
  SprintConnectError,
} from '@sprintconnect/plugin-sprintconnect-common';
import { sprintConnectApiRef } from '../client';
import { HealthBadge } from '../health';
import { isRefusal } from '../permission';
import { CapabilityDetails, ClientConfiguration, HintPills } from '../registry';
import { serverRouteRef } from '../routes';
import { useMessages } from '../translation';
import {
  EmptyState,
  EntityLink,
  ErrorNotice,
  type Loaded,
  SkeletonLines,
  useLoad,
} from '../ui';
import styles from './OpenedCapability.module.css';

/** Everything about one capability: what it takes and gives, who offers it, and how to connect to that server. */
export function OpenedCapability(props: {
  loaded: Loaded<CapabilityWithServer>;
}) {
  const { value, error, reload } = props.loaded;
  const { t } = useMessages();
  if (error instanceof SprintConnectError && error.status === 404) {
    return (
      <EmptyState
        icon={<RiQuestionLine size={28} />}
        title={t('discover.opened.missing.title')}
        description={t('discover.opened.missing.description')}
      />
    );
  }
  if (error && (!value || isRefusal(error))) {
    return <ErrorNotice error={error} onRetry={reload} />;
  }
  if (!value) return <SkeletonLines lines={8} />;
  return (
    <div className={styles.opened}>
      {error && (
        <ErrorNotice title={t('errors.stale')} error={error} onRetry={reload} />
      )}
      <div className={styles.hints}>
        <HintPills annotations={value.capability.annotations} />
      </div>
      <ServerLine server={value.server} />
      <CapabilityDetails capability={value.capability} />
      <Section title={t('discover.opened.connect')}>
        <Connect serverId={value.server.id} />
      </Section>
    </div>
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
  const { value, error, reload } = useLoad(serverId, signal =>
    client.getServer(serverId, { signal }),
  );
  if (error && !value) return <ErrorNotice error={error} onRetry={reload} />;
  if (value?.id !== serverId) return <SkeletonLines lines={3} />;
  return <ClientConfiguration server={value} />;
}
