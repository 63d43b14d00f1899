import { useApi } from '@backstage/frontend-plugin-api';
import type {
  Me,
  SprintConnectClient,
} from '@sprintconnect/plugin-sprintconnect-common';
import { sprintConnectApiRef } from '../api';
import { type Loaded, useLoad } from '../ui';

const asked = new WeakMap<SprintConnectClient, Promise<Me>>();

/** Who is signed in and what they may do. Asked once and shared by all pages, unless it failed. */
export function useMe(): Loaded<Me> {
  const client = useApi(sprintConnectApiRef);
  return useLoad('me', () => {
    const answer = asked.get(client) ?? client.me();
    asked.set(client, answer);
    answer.catch(() => asked.delete(client));
    return answer;
  });
}

/** Whether to offer something that needs this permission. The backend decides; this only hides. */
export function useMay(permission: { name: string }): boolean {
  return useMe().value?.permissions.includes(permission.name) ?? false;
}
