import { useApi } from '@backstage/frontend-plugin-api';
import { Alert, Button } from '@backstage/ui';
import { RiPulseLine } from '@remixicon/react';
import type { Job } from '@sprintconnect/plugin-sprintconnect-common';
import { sprintConnectApiRef } from '../client';
import { useMessages } from '../translation';
import { ErrorNotice } from '../ui';
import styles from './ProbeButton.module.css';
import { type FollowedJob, useFollowedJob } from '../live';

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

/** How the probe goes and what came of it, announced as it changes. */
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
      {job && !running && <Outcome job={job} onDismiss={dismiss} />}
    </div>
  );
}

/** Whether the server passed, failed, asked for a login, or was not asked at all: all may be meant by a job that succeeded. */
function Outcome(props: { job: Job; onDismiss: () => void }) {
  const { job, onDismiss } = props;
  const { t } = useMessages();
  const { result = {}, state, error } = job;
  const wasMade = state === 'succeeded' && result.outcome !== 'skipped';
  const passed = wasMade && result.ok === true;
  const wantsLogin = wasMade && result.status === 'login-required';
  const failed = t(wasMade ? 'health.probe.notPassed' : 'health.probe.failed');
  const why = [result.error, result.reason, error].find(
    each => typeof each === 'string',
  );
  const dismissal = (
    <Button variant="tertiary" onPress={onDismiss}>
      {t('health.probe.dismiss')}
    </Button>
  );
  if (wantsLogin && !passed) {
    return (
      <Alert
        icon
        status="info"
        title={t('health.probe.login')}
        customActions={dismissal}
      />
    );
  }
  return (
    <Alert
      icon
      status={passed ? 'success' : 'danger'}
      title={passed ? t('health.probe.passed') : failed}
      description={passed ? undefined : (why as string | undefined)}
      customActions={dismissal}
    />
  );
}
