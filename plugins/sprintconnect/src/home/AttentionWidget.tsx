import { useRouteRef } from '@backstage/frontend-plugin-api';
import { Link, Text, VisuallyHidden } from '@backstage/ui';
import { RiHeartPulseLine } from '@remixicon/react';
import { serverReadPermission } from '@sprintconnect/plugin-sprintconnect-common';
import { HealthBadge } from '../health';
import { isRefusal, NoPermission } from '../permission';
import { serverHealthRouteRef, serversRouteRef } from '../routes';
import { useMessages } from '../translation';
import { EmptyState, ErrorNotice, Panel, Pill, SkeletonLines } from '../ui';
import type { AilingServer } from './byUrgency';
import { type AilingServers, useAilingServers } from './useAilingServers';
import styles from './AttentionWidget.module.css';

const SHOWN = 7;

/** The servers that are not well, on the home page. */
export function AttentionWidget() {
  const { t } = useMessages();
  const { value, error, reload } = useAilingServers();
  return (
    <div className={styles.widget}>
      <Panel title={t('home.title')}>
        {isRefusal(error) && (
          <NoPermission
            title={t('home.refused')}
            permission={serverReadPermission}
          />
        )}
        {error && !isRefusal(error) && (
          <ErrorNotice
            title={value && t('errors.stale')}
            error={error}
            onRetry={reload}
          />
        )}
        {!value && !error && <SkeletonLines lines={5} />}
        {value && !isRefusal(error) && <Ailing ailing={value} />}
      </Panel>
    </div>
  );
}

function Ailing(props: { ailing: AilingServers }) {
  const { servers, total } = props.ailing;
  const { t } = useMessages();
  const serversPath = useRouteRef(serversRouteRef);
  const hidden = total - Math.min(servers.length, SHOWN);
  if (servers.length === 0) {
    return (
      <EmptyState
        icon={<RiHeartPulseLine size={28} />}
        title={t('home.well.title')}
        description={t('home.well.description')}
      />
    );
  }
  return (
    <>
      <VisuallyHidden role="status">
        {t('home.total', { count: total })}
      </VisuallyHidden>
      <ul className={styles.list}>
        {servers.slice(0, SHOWN).map(each => (
          <Row key={each.server.id} ailing={each} />
        ))}
      </ul>
      {hidden > 0 && serversPath && (
        <p className={styles.more}>
          <Link href={`${serversPath()}?health=unhealthy,degraded`}>
            {t('home.more', { count: hidden })}
          </Link>
        </p>
      )}
    </>
  );
}

function Row(props: { ailing: AilingServer }) {
  const { server, summary, mine } = props.ailing;
  const { t } = useMessages();
  const healthPath = useRouteRef(serverHealthRouteRef);
  const name = server.title ?? server.name;
  return (
    <li className={styles.row}>
      <span className={styles.name}>
        {healthPath ? (
          <Link href={healthPath({ serverId: server.id })} weight="bold">
            {name}
          </Link>
        ) : (
          <Text weight="bold">{name}</Text>
        )}
        {mine && <Pill tone="info">{t('home.yours')}</Pill>}
        <Text variant="body-small" color="secondary">
          {server.environment}
        </Text>
      </span>
      <HealthBadge
        status={server.health.status}
        since={summary?.since ?? server.health.since}
        reason={summary?.reason}
      />
    </li>
  );
}
