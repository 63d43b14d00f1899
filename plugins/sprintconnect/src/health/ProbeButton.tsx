import { useApi } from '@backstage/frontend-plugin-api';
import { Alert, Button } from '@backstage/ui';
import { RiPulseLine } from '@remixicon/react';
import { sprintConnectApiRef } from '../api';
import { useMessages } from '../translation';
import { ErrorNotice } from '../ui';
import styles from './ProbeButton.module.css';
import { type FollowedJob, useFollowedJob } from '../useFollowedJob';

/** A probe that the reader asks for, followed to its end; then `onEnd`. */
export function useProbe(serverId: string, onEnd: () => void): FollowedJob {
  const client = useApi(sprintConnectApiRef);
  return useFollowedJob(() => client.health.probe(serverId), onEnd);
}

/** Asks the server how it is, without waiting for its turn. */
export function ProbeButton(props: { probe: FollowedJob }) {
  const { probe } = props;
  const { t } = useMessages();
  return (
    <Button
      variant="secondary"
      iconStart={<RiPulseLine aria-hidden="true" />}
      isPending={probe.running}
      onPress={probe.start}
    >
      {t('health.probe.now')}
    </Button>
  );
}

/** How the probe goes, announced as it changes. That it is done shows in the status itself. */
export function ProbeProgress(props: { probe: FollowedJob }) {
  const { job, running, error, start, dismiss } = props.probe;
  const { t } = useMessages();
  return (
    <div role="status" className={styles.progress}>
      {error && !running && (
        <ErrorNotice
          title={t('health.probe.refused')}
          error={error}
          onRetry={start}
        />
      )}
      {running && (
        <Alert status="info" isPending title={t('health.probe.running')} />
      )}
      {job && !running && (
        <Alert
          icon
          status={job.state === 'succeeded' ? 'success' : 'danger'}
          title={
            job.state === 'succeeded'
              ? t('health.probe.done')
              : t('health.probe.failed')
          }
          description={job.state === 'succeeded' ? undefined : job.error}
          customActions={
            <Button variant="tertiary" onPress={dismiss}>
              {t('health.probe.dismiss')}
            </Button>
          }
        />
      )}
    </div>
  );
}
