import type { Server } from '@sprintconnect/plugin-sprintconnect-common';

/** Why nothing of a server can be used now, whoever asks. Pure. */
export function outOfUseOf({
  status,
}: Pick<Server, 'status'>): 'draft' | 'retired' | 'quarantined' | undefined {
  return status === 'draft' || status === 'retired' || status === 'quarantined'
    ? status
    : undefined;
}
