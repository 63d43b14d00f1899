import { useApi } from '@backstage/frontend-plugin-api';
import { sprintConnectApiRef } from '../../client';
import { type FollowedJob, useFollowedJob } from '../../live';

/** One discovery that the reader started, from the click to its end. */
export type Discovery = FollowedJob;

/** Starts a discovery and follows its job until it ends; then calls `onEnd`, so that the result is fetched. */
export function useDiscovery(serverId: string, onEnd: () => void): Discovery {
  const client = useApi(sprintConnectApiRef);
  return useFollowedJob(() => client.discoverServer(serverId), onEnd);
}
