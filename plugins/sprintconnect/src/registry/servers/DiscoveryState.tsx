import type { Server } from '@sprintconnect/plugin-sprintconnect-common';
import {
  RiAlertLine,
  RiErrorWarningLine,
  RiLoader4Line,
  RiLockLine,
} from '@remixicon/react';
import { useMessages } from '../../translation';
import { RelativeTime } from '../../ui';
import { useListFaultTitle } from '../faults/useListFaultTitle';
import styles from './DiscoveryState.module.css';

type Discovered = Pick<
  Server,
  'lastDiscoveredAt' | 'lastError' | 'listFaults' | 'status'
>;

/** When the server was last refreshed, or that it is being refreshed, was refreshed in part, or failed. */
export function DiscoveryState(props: {
  server: Discovered;
  running?: boolean;
  /** Of a failed refresh it also says when the last good one was, where there is room for both. */
  withLastGood?: boolean;
}) {
  const { lastDiscoveredAt, lastError, listFaults, status } = props.server;
  const { t } = useMessages();
  const titleOf = useListFaultTitle();
  const first = !lastDiscoveredAt && !lastError && status === 'active';
  if (props.running || first) {
    return (
      <span className={styles.state}>
        <RiLoader4Line className={styles.spinner} aria-hidden="true" />
        {t('servers.discovery.running')}
      </span>
    );
  }
  if (lastError?.code === 'login-required') {
    return (
      <span className={styles.state} title={lastError.message}>
        <RiLockLine aria-hidden="true" />
        {t('servers.discovery.login')}
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
        {props.withLastGood && lastDiscoveredAt && (
          <>
            {' · '}
            {t('servers.discovery.lastGood', {
              time: <RelativeTime at={lastDiscoveredAt} />,
            })}
          </>
        )}
      </span>
    );
  }
  if (!lastDiscoveredAt) return <>{t('servers.discovery.waiting')}</>;
  if (listFaults) {
    return (
      <span
        className={styles.state}
        data-tone="warning"
        title={listFaults.map(titleOf).join('\n')}
      >
        <RiAlertLine aria-hidden="true" />
        {t('servers.discovery.partial')} <RelativeTime at={lastDiscoveredAt} />
      </span>
    );
  }
  return (
    <span className={styles.state}>
      <RelativeTime at={lastDiscoveredAt} />
    </span>
  );
}
