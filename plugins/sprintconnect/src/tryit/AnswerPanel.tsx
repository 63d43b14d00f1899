import { useEffect, useState } from 'react';
import { Text, VisuallyHidden } from '@backstage/ui';
import { RiPlayCircleLine } from '@remixicon/react';
import type {
  CallProgress,
  CapabilityKind,
} from '@sprintconnect/plugin-sprintconnect-common';
import { useFormats } from '../format';
import { useMessages } from '../translation';
import { EmptyState, Panel, SkeletonLines } from '../ui';
import { EndedView, useOutcomeTitle } from './EndedView';
import { Rehearsal } from './Rehearsal';
import type { RunState } from './useRun';
import styles from './Trial.module.css';

/** What came of it, or how far it has come. */
export function AnswerPanel(props: {
  kind: CapabilityKind;
  serverId: string;
  state: RunState;
}) {
  const { kind, serverId, state } = props;
  const { t } = useMessages();
  return (
    <Panel title={t('tryit.answer.title')}>
      <VisuallyHidden role="status">{useStatus(state)}</VisuallyHidden>
      <div className={styles.answer}>
        {(state.phase === 'idle' || state.phase === 'asking') && (
          <EmptyState
            icon={<RiPlayCircleLine size={28} />}
            title={t('tryit.answer.empty.title')}
            description={t(`tryit.answer.empty.${kind}`)}
          />
        )}
        {state.phase === 'checking' && <SkeletonLines lines={4} />}
        {state.phase === 'running' && (
          <Running startedAt={state.startedAt} progress={state.progress} />
        )}
        {state.phase === 'checked' && <Rehearsal rehearsal={state.rehearsal} />}
        {state.phase === 'ended' && (
          <EndedView
            // Another answer begins with its own view.
            key={state.outcome.ms}
            outcome={state.outcome}
            serverId={serverId}
          />
        )}
      </div>
    </Panel>
  );
}

/** What screen readers are told when it changes. */
function useStatus(state: RunState): string {
  const { t } = useMessages();
  const outcomeTitle = useOutcomeTitle();
  switch (state.phase) {
    case 'checking':
      return t('tryit.run.checking');
    case 'running':
      return t('tryit.run.running');
    case 'checked':
      return t(
        state.rehearsal.wouldCall ? 'tryit.check.passes' : 'tryit.check.stops',
      );
    case 'ended':
      return outcomeTitle(state.outcome);
    default:
      return '';
  }
}

function Running(props: { startedAt: string; progress?: CallProgress }) {
  const { startedAt, progress } = props;
  const { t } = useMessages();
  const { duration } = useFormats();
  const now = useSeconds();
  const { progress: done, total, message } = progress ?? {};
  return (
    <div className={styles.running}>
      <progress
        className={styles.progress}
        aria-label={t('tryit.answer.progress')}
        max={total}
        // Without a value it says that something is going on.
        value={total === undefined ? undefined : done}
      />
      <Text as="p">
        {message ?? t('tryit.run.running')}{' '}
        {done !== undefined && (
          <span className={styles.quiet}>
            {total === undefined
              ? t('tryit.answer.step', { done })
              : t('tryit.answer.stepOf', { done, total })}
          </span>
        )}
      </Text>
      <Text variant="body-small" color="secondary">
        {duration(now - Date.parse(startedAt), { whole: true })}
      </Text>
    </div>
  );
}

function useSeconds(): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 1_000);
    return () => clearInterval(timer);
  }, []);
  return now;
}
