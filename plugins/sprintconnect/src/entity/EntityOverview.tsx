import { useContext } from 'react';
import { useRouteRef } from '@backstage/frontend-plugin-api';
import { Link, Text } from '@backstage/ui';
import type { Server } from '@sprintconnect/plugin-sprintconnect-common';
import { ConnectPanel } from '../connect';
import { HealthWarning } from '../health';
import { DriftPill, OffersPanel } from '../registry';
import { serverVersionsRouteRef } from '../routes';
import { useMessages } from '../translation';
import { Panel, SkeletonLines } from '../ui';
import styles from './EntityOverview.module.css';
import { SharedServerContext } from './SharedServer';

/** So many tools stand above what other plugins show; the tab has all. */
const TOOLS_MAX = 5;

/**
 * What a reader wants to know of an MCP server first: whether it works, what it offers, how to connect, and which version it
 * is. Why there is no server to tell of is said by the card of the server.
 */
export function EntityOverview() {
  const loaded = useContext(SharedServerContext);
  const server = loaded?.value;
  if (!server) {
    const isLoading = loaded?.value === undefined && !loaded?.error;
    return isLoading ? <SkeletonLines lines={6} /> : null;
  }
  return <KnownServer server={server} />;
}

function KnownServer(props: { server: Server }) {
  const { server } = props;
  return (
    <div className={styles.overview}>
      {server.status === 'active' && <HealthWarning server={server} />}
      <OffersPanel server={server} toolsMax={TOOLS_MAX} />
      {server.status !== 'retired' && <ConnectPanel server={server} />}
      <Versions server={server} />
    </div>
  );
}

function Versions(props: { server: Server }) {
  const { id: serverId, snapshot, drift } = props.server;
  const { t } = useMessages();
  const path = useRouteRef(serverVersionsRouteRef)?.({ serverId });
  if (!snapshot.current) return null;
  return (
    <Panel title={t('versions.title')} description={t('versions.description')}>
      <div className={styles.line}>
        <Text>
          {t('entity.version', { version: String(snapshot.current) })}
        </Text>
        <DriftPill drift={drift} />
        {path && <Link href={path}>{t('entity.versions')}</Link>}
      </div>
    </Panel>
  );
}
