import { Alert, Button } from '@backstage/ui';
import type { Job } from '@sprintconnect/plugin-sprintconnect-common';
import { type Translate, useMessages } from '../../translation';
import { ErrorNotice } from '../../ui';
import type { Discovery } from './useDiscovery';
import styles from './DiscoveryProgress.module.css';

/** What a discovery is doing and how it ended, announced to screen readers as it changes. */
export function DiscoveryProgress(props: {
  discovery: Discovery;
  /** The server was never discovered, and its first discovery is on its way. */
  first: boolean;
  /** The server asks for a login, so that its discoveries come to nothing. */
  wantsLogin: boolean;
}) {
  const { discovery, first, wantsLogin } = props;
  const { job, running, error } = discovery;
  const { t } = useMessages();
  return (
    <div role="status" className={styles.progress}>
      {error && !running && (
        <ErrorNotice
          title={t('server.discover.refused')}
          error={error}
          onRetry={discovery.start}
        />
      )}
      {(running || (first && !job)) && <Running job={job} first={first} />}
      {job && !running && (
        <Ended
          job={job}
          wantsLogin={wantsLogin}
          onDismiss={discovery.dismiss}
        />
      )}
    </div>
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

function Ended(props: {
  job: Job;
  wantsLogin: boolean;
  onDismiss: () => void;
}) {
  const { job, wantsLogin, onDismiss } = props;
  const { t } = useMessages();
  const succeeded = job.state === 'succeeded';
  const partial = succeeded && job.result?.partial === true;
  // The server itself says so, just below.
  const calm = !succeeded && wantsLogin;
  const failure = calm
    ? t('server.discover.login')
    : t('server.discover.failed');
  const said = calm ? undefined : job.error;
  return (
    <Alert
      icon
      status={statusOf({ succeeded, partial, calm })}
      title={succeeded ? resultOf(t, job) : failure}
      description={partial ? t('server.discover.partial') : said}
      customActions={
        <Button variant="tertiary" onPress={onDismiss}>
          {t('server.discover.dismiss')}
        </Button>
      }
    />
  );
}

function statusOf({ succeeded, partial, calm }: Record<string, boolean>) {
  if (calm) return 'info';
  if (!succeeded) return 'danger';
  return partial ? 'warning' : 'success';
}

function resultOf(t: Translate, job: Job): string {
  const { changed, version } = job.result ?? {};
  if (changed === false) return t('server.discover.unchanged');
  if (changed === true && typeof version === 'number') {
    return t('server.discover.changed', { version: String(version) });
  }
  return t('server.discover.succeeded');
}
