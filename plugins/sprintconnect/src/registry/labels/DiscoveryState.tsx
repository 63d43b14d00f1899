import type { ReactNode } from 'react';
import type { Server } from '@sprintconnect/plugin-sprintconnect-common';
import {
  RiAlertLine,
  RiErrorWarningLine,
  RiLoader4Line,
  RiLockLine,
} from '@remixicon/react';
import { useMessages } from '../../translation';
import { Explained, RelativeTime, type Tone } from '../../ui';
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
      <State tip={lastError.message} icon={<RiLockLine aria-hidden="true" />}>
        {t('servers.discovery.login')}
      </State>
    );
  }
  if (lastError) {
    return (
      <State
        tone="danger"
        tip={lastError.message}
        icon={<RiErrorWarningLine aria-hidden="true" />}
        at={lastError.at}
        after={
          props.withLastGood &&
          lastDiscoveredAt &&
          t('servers.discovery.lastGood', {
            time: <RelativeTime at={lastDiscoveredAt} />,
          })
        }
      >
        {t('servers.discovery.failed')}
      </State>
    );
  }
  if (!lastDiscoveredAt) return <>{t('servers.discovery.waiting')}</>;
  if (listFaults) {
    return (
      <State
        tone="warning"
        tip={listFaults.map(titleOf).join('\n')}
        icon={<RiAlertLine aria-hidden="true" />}
        at={lastDiscoveredAt}
      >
        {t('servers.discovery.partial')}
      </State>
    );
  }
  return (
    <span className={styles.state}>
      <RelativeTime at={lastDiscoveredAt} />
    </span>
  );
}

/** What happened, why, and when. */
function State(props: {
  tone?: Tone;
  tip: string;
  icon: ReactNode;
  at?: string;
  after?: ReactNode;
  children: string;
}) {
  const { tone = 'info', tip, icon, at, after, children } = props;
  return (
    <span className={styles.state} data-tone={tone}>
      {icon}
      <Explained tip={tip}>{children}</Explained>{' '}
      {at && <RelativeTime at={at} />}
      {after && <> · {after}</>}
    </span>
  );
}
