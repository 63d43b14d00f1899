import { useApi } from '@backstage/frontend-plugin-api';
import type { Call } from '@sprintconnect/plugin-sprintconnect-common';
import { sprintConnectApiRef } from '../client';
import { useLive } from '../live';
import { type Loaded, useLoad } from '../ui';

/** One call, followed to its end. `known` is what a list tells of it, to be shown until all of it has come. */
export function useCall(id: string, known?: Call): Loaded<Call> {
  const client = useApi(sprintConnectApiRef);
  const loaded = useLoad(id, signal => client.calls.get(id, { signal }));
  const call = loaded.value ?? known;
  useLive({
    calls: true,
    serverId: call?.server.id,
    // What has ended changes no more.
    concerns: () => !call?.outcome,
    urgent: loaded.value && !loaded.value.outcome,
    onChange: () => !loaded.value?.outcome && loaded.reload(),
  });
  return { ...loaded, value: call };
}
