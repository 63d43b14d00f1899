import type { CallOutcome } from '@sprintconnect/plugin-sprintconnect-common';
import { useMessages } from '../translation';
import { Pill, type Tone } from '../ui';

const TONES: Record<CallOutcome, Tone> = {
  succeeded: 'success',
  'tool-error': 'danger',
  'upstream-failed': 'danger',
  'timed-out': 'danger',
  refused: 'warning',
  invalid: 'warning',
  cancelled: 'neutral',
  unknown: 'neutral',
};

/** How a call ended, in a word and a colour; without an outcome it is under way. */
export function CallOutcomePill(props: { outcome: CallOutcome | undefined }) {
  const { outcome } = props;
  const { t } = useMessages();
  return (
    <Pill tone={outcome ? TONES[outcome] : 'info'}>
      {t(`calls.outcome.${outcome ?? 'open'}`)}
    </Pill>
  );
}
