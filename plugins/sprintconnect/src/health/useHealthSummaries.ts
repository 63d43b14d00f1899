import { useCallback, useEffect, useRef, useState } from 'react';
import { useApi } from '@backstage/frontend-plugin-api';
import type { HealthSummary } from '@sprintconnect/plugin-sprintconnect-common';
import { sprintConnectApiRef } from '../client';
import { useLive } from '../live';

export type HealthSummaries = ReadonlyMap<string, HealthSummary>;

/**
 * The health of the servers that a list shows (at most 100), in one request beside the list. When a signal names
 * servers, only those are asked for again; a burst of signals is one request. What cannot be loaded stays absent
 * or as it was, since the list itself carries the state of each server.
 */
export function useHealthSummaries(
  serverIds: readonly string[],
): HealthSummaries {
  const client = useApi(sprintConnectApiRef);
  const [known, setKnown] = useState<HealthSummaries>(new Map());
  const shown = useRef(serverIds);
  shown.current = serverIds;
  const asked = useRef(0);
  const answered = useRef(new Map<string, number>());
  const key = serverIds.join();

  const load = useCallback(
    async (wanted: readonly string[]) => {
      if (wanted.length === 0) return;
      asked.current += 1;
      const round = asked.current;
      const items = await client.health.summaries(wanted).then(
        answer => answer.items,
        () => [],
      );
      // An answer that a later one about the same server has overtaken is dropped.
      const fresh = items.filter(
        ({ serverId }) => (answered.current.get(serverId) ?? 0) < round,
      );
      if (fresh.length === 0) return;
      fresh.forEach(each => answered.current.set(each.serverId, round));
      setKnown(before => {
        const after = new Map(before);
        fresh.forEach(each => after.set(each.serverId, each));
        return after;
      });
    },
    [client],
  );

  useEffect(() => {
    load(shown.current);
  }, [load, key]);
  useLive({
    concerns: ({ type, serverId }) =>
      type === 'server.health.changed' &&
      (!serverId || shown.current.includes(serverId)),
    onChange: burst => {
      const touched = new Set(burst.flatMap(({ serverId }) => serverId ?? []));
      // A signal without a server is about any number of them.
      const isKnown = burst.every(({ serverId }) => serverId);
      load(burst.length > 0 && isKnown ? [...touched] : shown.current);
    },
  });
  return known;
}
