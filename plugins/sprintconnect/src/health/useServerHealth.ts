import { useApi } from '@backstage/frontend-plugin-api';
import type {
  HealthHistory,
  ServerHealth,
} from '@sprintconnect/plugin-sprintconnect-common';
import { sprintConnectApiRef } from '../client';
import { useLive } from '../live';
import { type Loaded, useLoad } from '../ui';
import { type HealthRangeName, healthRanges, spanOf } from './ranges';

/** The health of one server, kept current. */
export function useServerHealth(serverId: string): Loaded<ServerHealth> {
  const client = useApi(sprintConnectApiRef);
  const loaded = useLoad(serverId, signal =>
    client.health.get(serverId, { signal }),
  );
  useLive({ serverId, onChange: loaded.reload });
  return loaded;
}

export interface RangedHistory {
  range: HealthRangeName;
  /** What was asked for, in milliseconds since 1970. */
  span: { from: number; to: number };
  history: HealthHistory;
}

/** The history of one server over a range, kept current. */
export function useHealthHistory(
  serverId: string,
  range: HealthRangeName,
): Loaded<RangedHistory> {
  const client = useApi(sprintConnectApiRef);
  const loaded = useLoad(JSON.stringify([serverId, range]), async signal => {
    const span = spanOf(healthRanges[range], Date.now());
    const from = new Date(span.from).toISOString();
    const history = await client.health.history(serverId, { from }, { signal });
    return { range, span, history };
  });
  useLive({ serverId, onChange: loaded.reload });
  return loaded;
}
