import { Alert, Button } from '@backstage/ui';
import { RiKey2Line } from '@remixicon/react';
import {
  type Job,
  probeErrorCodeSchema,
  type Server,
} from '@sprintconnect/plugin-sprintconnect-common';
import { reasonLabel } from '../../health';
import { type Translate, useMessages } from '../../translation';
import { RelativeTime } from '../../ui';
import { FaultDetail } from '../faults/FaultDetail';

/** What only a refresh fails of; the rest are the reasons of a probe. */
const refreshReasons = ['too-large', 'not-allowed'] as const;

/** Why the last refresh failed, what to do about it, and how old what the reader sees is. All in one notice. */
export function RefreshFailure(props: {
  server: Pick<Server, 'lastError' | 'lastDiscoveredAt'>;
  /** The refresh that the reader started and that failed. */
  job?: Job;
  onRetry?: () => void;
  /** Offered where the server asks for a login. */
  onAddCredential?: () => void;
  /** Offered where the notice tells of the reader's own refresh only. */
  onDismiss?: () => void;
}) {
  const { server, job, onRetry, onDismiss } = props;
  const { lastError, lastDiscoveredAt } = server;
  const { t } = useMessages();
  const wantsLogin = lastError?.code === 'login-required';
  const onAddCredential =
    wantsLogin || lastError?.code === 'auth'
      ? props.onAddCredential
      : undefined;
  const said = [lastError?.message, wantsLogin ? undefined : job?.error];
  return (
    <Alert
      icon
      status={wantsLogin ? 'info' : 'warning'}
      title={
        lastError ? titleOf(t, lastError.code) : t('server.refresh.failed')
      }
      description={
        <FaultDetail messages={said}>
          {lastError && <span>{adviceOf(t, lastError.code)}</span>}
          {/* Times count on, which nobody wants to hear again and again. */}
          <span aria-live="off">
            {lastError && (
              <>
                {t(
                  wantsLogin
                    ? 'server.refresh.triedAt'
                    : 'server.refresh.failedAt',
                  { time: <RelativeTime at={lastError.at} /> },
                )}{' '}
              </>
            )}
            {lastDiscoveredAt
              ? t('server.refresh.kept', {
                  time: <RelativeTime at={lastDiscoveredAt} />,
                })
              : t('server.refresh.none')}
          </span>
        </FaultDetail>
      }
      customActions={
        (onAddCredential || onRetry || onDismiss) && (
          <>
            {onAddCredential && (
              <Button
                iconStart={<RiKey2Line aria-hidden="true" />}
                onPress={onAddCredential}
              >
                {t('credentials.add.action')}
              </Button>
            )}
            {onRetry && (
              <Button variant="secondary" onPress={onRetry}>
                {t('actions.retry')}
              </Button>
            )}
            {onDismiss && (
              <Button variant="tertiary" onPress={onDismiss}>
                {t('server.discover.dismiss')}
              </Button>
            )}
          </>
        )
      }
    />
  );
}

function titleOf(t: Translate, code: string): string {
  if (code === 'login-required') return t('server.refresh.login');
  const probed = probeErrorCodeSchema.safeParse(code);
  const own = refreshReasons.find(each => each === code);
  const reason = probed.success
    ? reasonLabel(t, probed.data)
    : own && t(`server.refresh.reasons.${own}`);
  return t('server.refresh.failedOf', { reason: reason ?? code });
}

function adviceOf(t: Translate, code: string): string | undefined {
  const known = [...probeErrorCodeSchema.options, ...refreshReasons].find(
    each => each === code,
  );
  return known && t(`server.lastError.${known}`);
}
