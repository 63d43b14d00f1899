import { useRef } from 'react';
import { useRouteRef } from '@backstage/frontend-plugin-api';
import { Link, Text, VisuallyHidden } from '@backstage/ui';
import { RiHeartPulseLine, RiLockLine } from '@remixicon/react';
import { serverReadPermission } from '@sprintconnect/plugin-sprintconnect-common';
import { HealthBadge } from '../health';
import { serverHealthRouteRef, serversRouteRef } from '../routes';
import { useMessages } from '../translation';
import { InlineCode, Panel, Pill, WhenLoaded } from '../ui';
import type { AilingServer } from './byUrgency';
import { type AilingServers, useAilingServers } from './useAilingServers';
import { useRoomForLines } from './useRoomForLines';
import styles from './AttentionWidget.module.css';

/** Most servers that are listed; a small cell of the home page has room for fewer. */
const SHOWN = 7;

/** The servers that are not well, on the home page; as tall as what it shows. */
export function AttentionWidget() {
  const { t } = useMessages();
  const loaded = useAilingServers();
  const frame = useRef<HTMLDivElement>(null);
  const fits = useRoomForLines(frame, SHOWN, loaded.value);
  return (
    <div className={styles.widget} ref={frame}>
      <Panel title={t('home.title')}>
        <WhenLoaded loaded={loaded} lines={2} refused={<Refused />}>
          {ailing => <Ailing ailing={ailing} fits={fits} />}
        </WhenLoaded>
      </Panel>
    </div>
  );
}

/** In two lines: the page that it leads to says the rest. */
function Refused() {
  const { t } = useMessages();
  const serversPath = useRouteRef(serversRouteRef);
  return (
    <>
      <p className={styles.line}>
        <RiLockLine size={20} aria-hidden />
        <Text weight="bold">{t('home.refused')}</Text>
      </p>
      <p className={styles.line}>
        <Text color="secondary">{t('permission.missing')}</Text>
        <InlineCode>{serverReadPermission.name}</InlineCode>
        {serversPath && (
          <Link href={serversPath()}>{t('home.whoCanGrant')}</Link>
        )}
      </p>
    </>
  );
}

function Ailing(props: { ailing: AilingServers; fits: number }) {
  const { ailing, fits } = props;
  const { servers, total } = ailing;
  const { t } = useMessages();
  const serversPath = useRouteRef(serversRouteRef);
  const hidden = total - Math.min(servers.length, fits);
  if (servers.length === 0) {
    return (
      <p className={styles.line}>
        <RiHeartPulseLine size={20} aria-hidden />
        <Text weight="bold">{t('home.well.title')}</Text>
        <Text color="secondary">{t('home.well.description')}</Text>
      </p>
    );
  }
  return (
    <>
      <VisuallyHidden role="status">
        {t('home.total', { count: total })}
      </VisuallyHidden>
      <ul className={styles.list}>
        {servers.slice(0, fits).map(each => (
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
