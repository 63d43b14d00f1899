import type { ServerStatus } from '@sprintconnect/plugin-sprintconnect-common';
import { useMessages } from '../../translation';
import { Pill, type Tone } from '../../ui';

const tones: Record<ServerStatus, Tone> = {
  draft: 'info',
  active: 'success',
  quarantined: 'danger',
  retired: 'neutral',
};

/** Where a server stands in its life. */
export function StatusPill(props: { status: ServerStatus }) {
  const { t } = useMessages();
  return <Pill tone={tones[props.status]}>{t(`status.${props.status}`)}</Pill>;
}
