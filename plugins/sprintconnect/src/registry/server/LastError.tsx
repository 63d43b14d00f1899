import { Alert } from '@backstage/ui';
import type { Server } from '@sprintconnect/plugin-sprintconnect-common';
import { useMessages } from '../../translation';
import { RelativeTime } from '../../ui';

const explained = [
  'dns',
  'refused',
  'tls',
  'timeout',
  'auth',
  'protocol',
  'http-5xx',
  'egress-refused',
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
  return (
    <Alert
      icon
      status="danger"
      title={t('server.lastError.title', { code: lastError.code })}
      description={
        <>
          {lastError.message} {known && t(`server.lastError.${known}`)} (
          <RelativeTime at={lastError.at} />){' '}
          {lastDiscoveredAt
            ? t('server.lastError.kept')
            : t('server.lastError.none')}
        </>
      }
    />
  );
}
