import type { AuditOutcome } from '@sprintconnect/plugin-sprintconnect-common';
import { useMessages } from '../translation';
import { Pill } from '../ui';

/** How it went, in a word and a colour. */
export function OutcomePill(props: { outcome: AuditOutcome }) {
  const { t } = useMessages();
  const { outcome } = props;
  return (
    <Pill tone={outcome === 'success' ? 'success' : 'danger'}>
      {t(`audit.outcome.${outcome}`)}
    </Pill>
  );
}
