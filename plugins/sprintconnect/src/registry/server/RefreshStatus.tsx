import { Alert, Button } from '@backstage/ui';
import type { Job, Server } from '@sprintconnect/plugin-sprintconnect-common';
import { type Translate, useMessages } from '../../translation';
import { ErrorNotice } from '../../ui';
import { RefreshFailure } from './RefreshFailure';
import type { Discovery } from './useDiscovery';
import styles from './RefreshStatus.module.css';

/**
 * How the refresh of a server is going, how it ended, or why the last one failed: one notice at a time. Screen readers hear
 * it when it appears, and hear nothing of the times in it, which count on.
 */
export function RefreshStatus(props: {
  server: Server;
  discovery: Discovery;
  /** The server was never refreshed, and its first refresh is on its way. */
  first: boolean;
  /** Tells of a failure only when the reader's own refresh failed, on tabs that have a story of their own. */
  onlyOwn: boolean;
  /** Gives the server a credential, where it asks for a login; absent for who may not. */
  onAddCredential?: () => void;
  /** Offers another try of a failed refresh, where nothing around does. */
  offersRetry?: boolean;
}) {
  const { server, discovery, first, onlyOwn, offersRetry } = props;
  const { job, running, error } = discovery;
  const { t } = useMessages();
  const isRunning = running || (first && !job);
  const failed = job?.state === 'failed' || job?.state === 'dead';
  const succeeded = job?.state === 'succeeded' && !isOutdated(job, server);
  return (
    <div role="status" className={styles.progress}>
      {error && !running && (
        <ErrorNotice
          title={t('server.discover.refused')}
          error={error}
          onRetry={discovery.start}
        />
      )}
      {isRunning && <Running job={job} first={first} />}
      {!isRunning && succeeded && (
        <Succeeded job={job} onDismiss={discovery.dismiss} />
      )}
      {!isRunning &&
        !succeeded &&
        (failed || (server.lastError && !onlyOwn)) && (
          <RefreshFailure
            server={server}
            job={failed ? job : undefined}
            onRetry={offersRetry ? discovery.start : undefined}
            onAddCredential={props.onAddCredential}
            onDismiss={
              failed && (onlyOwn || !server.lastError)
                ? discovery.dismiss
                : undefined
            }
          />
        )}
    </div>
  );
}

/** Another refresh failed since this one ended. */
function isOutdated({ finishedAt }: Job, { lastError }: Server): boolean {
  return (
    finishedAt !== undefined &&
    lastError !== undefined &&
    Date.parse(lastError.at) > Date.parse(finishedAt)
  );
}

function Running(props: { job?: Job; first: boolean }) {
  const { job, first } = props;
  const { t } = useMessages();
  const { done, total, message } = job?.progress ?? {};
  const attempt =
    job && job.attempts > 1
      ? t('server.discover.attempt', { attempt: String(job.attempts) })
      : undefined;
  const steps =
    done !== undefined && total
      ? t('server.discover.steps', { done: String(done), total: String(total) })
      : undefined;
  return (
    <Alert
      status="info"
      isPending
      title={titleOf(t, { job, first })}
      description={
        <div className={styles.running}>
          <span>
            {[message, steps, attempt, job?.error].filter(Boolean).join(' · ')}
          </span>
          <div
            className={styles.bar}
            role="progressbar"
            aria-label={t('server.discover.progress')}
            aria-valuemin={0}
            aria-valuemax={total ?? undefined}
            aria-valuenow={total ? done : undefined}
          >
            <div
              className={styles.fill}
              data-moving={!total || undefined}
              style={
                total ? { width: `${((done ?? 0) / total) * 100}%` } : undefined
              }
            />
          </div>
        </div>
      }
    />
  );
}

function titleOf(t: Translate, { job, first }: { job?: Job; first: boolean }) {
  if (job?.state === 'running') return t('server.discover.running');
  return first && !job
    ? t('server.discover.first')
    : t('server.discover.queued');
}

function Succeeded(props: { job: Job; onDismiss: () => void }) {
  const { job, onDismiss } = props;
  const { t } = useMessages();
  const partial = job.result?.partial === true;
  return (
    <Alert
      icon
      status={partial ? 'warning' : 'success'}
      title={resultOf(t, job)}
      description={partial && t('server.discover.partial')}
      customActions={
        <Button variant="tertiary" onPress={onDismiss}>
          {t('server.discover.dismiss')}
        </Button>
      }
    />
  );
}

function resultOf(t: Translate, job: Job): string {
  const { changed, version } = job.result ?? {};
  if (changed === false) return t('server.discover.unchanged');
  if (changed === true && typeof version === 'number') {
    return t('server.discover.changed', { version: String(version) });
  }
  return t('server.discover.succeeded');
}
