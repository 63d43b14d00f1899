import type { ListFault } from '@sprintconnect/plugin-sprintconnect-common';
import { useMessages } from '../../translation';

/** In a few words what is wrong with a list: it could not be read, or some of it could not be kept. */
export function useListFaultTitle(): (
  fault: Pick<ListFault, 'kind' | 'leftOut'>,
) => string {
  const { t } = useMessages();
  return ({ kind, leftOut }) =>
    leftOut === undefined
      ? t(`listFaults.unread.${kind}`)
      : t(`listFaults.leftOut.${kind}`, { count: leftOut });
}
