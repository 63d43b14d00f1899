import type { Connection } from '@sprintconnect/plugin-sprintconnect-common';
import { useMessages } from '../translation';
import { Pill } from '../ui';

/** Whether an account is good, in a word and a colour. */
export function ConnectionPill(props: { status: Connection['status'] }) {
  const { status } = props;
  const { t } = useMessages();
  return (
    <Pill tone={status === 'connected' ? 'success' : 'warning'}>
      {t(`connections.status.${status}`)}
    </Pill>
  );
}
