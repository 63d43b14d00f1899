import type { ApiKey } from '@sprintconnect/plugin-sprintconnect-common';
import { useMessages } from '../../translation';
import { Pill, type Tone } from '../../ui';

const tones: Record<ApiKey['status'], Tone> = {
  active: 'success',
  expired: 'warning',
  revoked: 'neutral',
};

/** Whether a key is good, in a word and a colour. */
export function KeyStatusPill(props: { status: ApiKey['status'] }) {
  const { status } = props;
  const { t } = useMessages();
  return <Pill tone={tones[status]}>{t(`keys.status.${status}`)}</Pill>;
}
