import { useApi } from '@backstage/frontend-plugin-api';
import type { Connections } from '@sprintconnect/plugin-sprintconnect-common';
import { sprintConnectApiRef } from '../client';
import { useLive } from '../live';
import { type Loaded, useLoad } from '../ui';

/** The reader's accounts on servers; those that change while they are shown are asked for again. */
export function useConnections(serverId?: string): Loaded<Connections> {
  const client = useApi(sprintConnectApiRef);
  const loaded = useLoad('connections', signal =>
    client.connections.list({ signal }),
  );
  useLive({
    serverId,
    concerns: ({ type }) => type === 'connection.changed',
    onChange: loaded.reload,
  });
  return loaded;
}
