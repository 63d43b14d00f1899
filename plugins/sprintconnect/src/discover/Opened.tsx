import { useApi } from '@backstage/frontend-plugin-api';
import type { FoundCapability } from '@sprintconnect/plugin-sprintconnect-common';
import { sprintConnectApiRef } from '../client';
import { useLive } from '../live';
import { useLoad } from '../ui';
import { OpenedCapability } from './OpenedCapability';
import { OpenedFrame } from './OpenedFrame';

/** The capability that the address names, kept current. `known` is what the results tell of it already. */
export function Opened(props: {
  id: string;
  known?: FoundCapability;
  onClose: () => void;
}) {
  const { id, known, onClose } = props;
  const client = useApi(sprintConnectApiRef);
  const loaded = useLoad(id, signal =>
    client.search.capability(id, { signal }),
  );
  const { value, reload } = loaded;
  useLive({ serverId: value?.server.id, onChange: reload });
  return (
    <OpenedFrame
      id={id}
      capability={value?.capability ?? known}
      onClose={onClose}
    >
      <OpenedCapability loaded={loaded} />
    </OpenedFrame>
  );
}
