import type { Call } from '@sprintconnect/plugin-sprintconnect-common';
import { useMessages } from '../translation';
import { EntityLink, EntityName } from '../ui';

/** People as the catalog shows them, keys by the end of their id, everybody else by reference. */
export function CallerName(props: {
  caller: Call['caller'];
  /** Leads to the page of a person. Not within a row that opens something. */
  linked?: boolean;
}) {
  const { caller, linked } = props;
  const { t } = useMessages();
  const { type, ref } = caller;
  if (/^(user|group):[^/:\s]+\/[^/:\s]+$/.test(ref)) {
    const Name = linked ? EntityLink : EntityName;
    return <Name entityRef={ref} defaultKind="user" />;
  }
  // Ids of keys begin with the time, so that their ends tell them apart.
  return (
    <>
      {type === 'api-key'
        ? t('calls.apiKey', { id: `…${ref.slice(-8)}` })
        : ref}
    </>
  );
}
