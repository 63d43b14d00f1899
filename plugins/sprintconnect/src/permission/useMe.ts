import { useEffect } from 'react';
import { useApi, useApiHolder } from '@backstage/frontend-plugin-api';
import { signalApiRef } from '@backstage/plugin-signals-react';
import {
  SPRINTCONNECT_PLUGIN_ID,
  type Me,
  type SprintConnectClient,
} from '@sprintconnect/plugin-sprintconnect-common';
import { sprintConnectApiRef } from '../client';
import { type Loaded, useLoad } from '../ui';

/** A portal that opens while the backend starts must not stay without its buttons. */
const RETRY_MS = 5_000;

const asked = new WeakMap<SprintConnectClient, Promise<Me>>();

/** Who is signed in and what they may do. Asked once and shared by all pages, until it fails or roles change. What failed is asked again. */
export function useMe(): Loaded<Me> {
  const client = useApi(sprintConnectApiRef);
  const signals = useApiHolder().get(signalApiRef);
  const me = useLoad('me', () => {
    const answer = asked.get(client) ?? client.me();
    asked.set(client, answer);
    answer.catch(() => asked.delete(client));
    return answer;
  });
  const { error, reload } = me;
  useEffect(() => {
    if (!error) return undefined;
    const timer = setTimeout(reload, RETRY_MS);
    return () => clearTimeout(timer);
  }, [error, reload]);
  useEffect(() => {
    const subscription = signals?.subscribe(
      SPRINTCONNECT_PLUGIN_ID,
      message => {
        if (message.type !== 'access.roles.changed') return;
        asked.delete(client);
        // After all who listen have forgotten the old answer, so that they share the new one.
        setTimeout(reload);
      },
    );
    return () => subscription?.unsubscribe();
  }, [client, signals, reload]);
  return me;
}

/** Whether to offer something that needs this permission. The backend decides; this only hides. */
export function useMay(permission: { name: string }): boolean {
  return useMe().value?.permissions.includes(permission.name) ?? false;
}
