import type { AccessRole } from '@sprintconnect/plugin-sprintconnect-common';
import { useMessages } from '../../translation';
import { Pill, type Tone } from '../../ui';

const tones: Record<AccessRole, Tone> = {
  admin: 'warning',
  engineer: 'info',
  viewer: 'neutral',
};

/** A role, in a word and a colour. */
export function RolePill(props: { role: AccessRole }) {
  const { role } = props;
  const { t } = useMessages();
  return <Pill tone={tones[role]}>{t(`permission.roles.${role}`)}</Pill>;
}
