import type { Call } from '@sprintconnect/plugin-sprintconnect-common';
import { useMessages } from '../translation';
import { EntityName } from '../ui';

/**
 * People as the catalog shows them, keys by the end of their id, agents by the address that they are known by, everybody else by
 * reference.
 */
export function CallerName(props: { caller: Call['caller'] }) {
  const { caller } = props;
  const { t } = useMessages();
  const { type, ref } = caller;
  const person = personOf(caller);
  if (person) return <EntityName entityRef={person} defaultKind="user" />;
  // Ids of keys begin with the time, so that their ends tell them apart.
  if (type === 'api-key') {
    return <>{t('calls.apiKey', { id: `…${ref.slice(-8)}` })}</>;
  }
  return <>{ref.replace(/^https?:\/\//, '')}</>;
}

/** The reference of a caller that the catalog may know. */
export function personOf({ ref }: Call['caller']): string | undefined {
  return /^(user|group):[^/:\s]+\/[^/:\s]+$/.test(ref) ? ref : undefined;
}
