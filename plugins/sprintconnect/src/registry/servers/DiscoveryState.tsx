import type { Server } from '@sprintconnect/plugin-sprintconnect-common';
import { RiErrorWarningLine, RiLoader4Line } from '@remixicon/react';
import { useMessages } from '../../translation';
import { RelativeTime } from '../../ui';
import styles from './DiscoveryState.module.css';

type Discovered = Pick<Server, 'lastDiscoveredAt' | 'lastError' | 'status'>;

/** What is known of the last discovery: running, done so long ago, or failed. */
export function DiscoveryState(props: {
  server: Discovered;
  running?: boolean;
}) {
  const { lastDiscoveredAt, lastError, status } = props.server;
  const { t } = useMessages();
  const first = !lastDiscoveredAt && !lastError && status === 'active';
  if (props.running || first) {
    return (
      <span className={styles.state}>
        <RiLoader4Line className={styles.spinner} aria-hidden="true" />
        {t('servers.discovery.running')}
      </span>
    );
  }
  if (lastError) {
    return (
      <span
        className={styles.state}
        data-tone="danger"
        title={lastError.message}
      >
        <RiErrorWarningLine aria-hidden="true" />
        {t('servers.discovery.failed')} <RelativeTime at={lastError.at} />
      </span>
    );
  }
  if (!lastDiscoveredAt) return <>{t('servers.discovery.waiting')}</>;
  return (
    <span className={styles.state}>
      {t('servers.discovery.done')} <RelativeTime at={lastDiscoveredAt} />
    </span>
  );
}
