import { Alert } from '@backstage/ui';
import {
  probeErrorCodeSchema,
  type Server,
} from '@sprintconnect/plugin-sprintconnect-common';
import { useMessages } from '../../translation';
import { RelativeTime } from '../../ui';
import styles from './LastError.module.css';

/** What a discovery fails of: the same as a probe, and what only a discovery asks for. */
const explained = [
  ...probeErrorCodeSchema.options,
  'too-large',
  'not-allowed',
] as const;

/** Why the last discovery failed: what it said, and what to do about it. */
export function LastError(props: {
  server: Pick<Server, 'lastError' | 'lastDiscoveredAt'>;
}) {
  const { lastError, lastDiscoveredAt } = props.server;
  const { t } = useMessages();
  if (!lastError) return null;
  const known = explained.find(code => code === lastError.code);
  const wantsLogin = known === 'login-required';
  return (
    <Alert
      icon
      status={wantsLogin ? 'info' : 'danger'}
      title={
        wantsLogin
          ? t('server.lastError.loginTitle')
          : t('server.lastError.title', { code: lastError.code })
      }
      description={
        <div className={styles.detail}>
          <span>
            <code className={styles.message}>{lastError.message}</code>
            {' · '}
            <RelativeTime at={lastError.at} />
          </span>
          {known && <span>{t(`server.lastError.${known}`)}</span>}
          <span>
            {lastDiscoveredAt
              ? t('server.lastError.kept')
              : t('server.lastError.none')}
          </span>
        </div>
      }
    />
  );
}
