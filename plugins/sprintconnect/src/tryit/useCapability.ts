import { useApi } from '@backstage/frontend-plugin-api';
import type {
  Capability,
  CapabilityKind,
  SprintConnectClient,
} from '@sprintconnect/plugin-sprintconnect-common';
import { sprintConnectApiRef } from '../client';
import { type Loaded, useLoad } from '../ui';

/** How long a text the list can be searched for. */
const Q_MAX = 200;
const PAGE = 200;

export interface Asked {
  serverId: string;
  kind: CapabilityKind;
  name: string;
}

/** A capability by its name; null where the server does not offer it. */
export function useCapability(asked: Asked): Loaded<Capability | null> {
  const client = useApi(sprintConnectApiRef);
  return useLoad(JSON.stringify(asked), signal => find(client, asked, signal));
}

async function find(
  client: SprintConnectClient,
  { serverId, kind, name }: Asked,
  signal: AbortSignal,
): Promise<Capability | null> {
  const q = name.slice(0, Q_MAX);
  const query = { kind, q, limit: PAGE };
  for await (const each of client.allCapabilities(serverId, query, {
    signal,
  })) {
    if (each.name === name) return each;
  }
  return null;
}
