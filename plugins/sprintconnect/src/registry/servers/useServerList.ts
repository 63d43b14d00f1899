import { useCallback, useState } from 'react';
import { useApi } from '@backstage/frontend-plugin-api';
import type {
  EventType,
  SprintConnectSignal,
} from '@sprintconnect/plugin-sprintconnect-common';
import { sprintConnectApiRef } from '../../api';
import { useLive } from '../../live';
import { useLoad, usePaging } from '../../ui';
import type { ServerFilters } from './useServerFilters';

const listed = [
  'id',
  'name',
  'title',
  'description',
  'environment',
  'status',
  'health',
  'counts',
  'owner',
  'era',
  'protocolVersion',
  'lastDiscoveredAt',
  'lastError',
] as const;

const ENDED = ['server.discovery.completed', 'server.discovery.failed'];

/** What the list shows of these is fetched by itself: see useHealthSummaries. */
const ABOUT_HEALTH: readonly EventType[] = [
  'server.health.changed',
  'server.slo.alert.raised',
  'server.slo.alert.resolved',
];

/** One page of the list and its facets, kept current. Changing the filters leads back to the first page. */
export function useServerList(filters: ServerFilters) {
  const client = useApi(sprintConnectApiRef);
  const asked = JSON.stringify(filters);
  const paging = usePaging(asked);

  const { orderBy: _, ...narrowing } = filters;
  const page = useLoad(
    JSON.stringify([asked, paging.pageSize, paging.cursor]),
    signal =>
      client.listServers(
        {
          ...filters,
          fields: listed,
          limit: paging.pageSize,
          cursor: paging.cursor,
          count: true,
        },
        { signal },
      ),
  );
  const facets = useLoad(JSON.stringify(narrowing), signal =>
    client.facets(narrowing, { signal }),
  );
  const [running, onSignal] = useRunning();
  useLive({
    onSignal,
    // A list of unhealthy servers gets longer and shorter with their health; any other list does not.
    concerns: ({ type }) =>
      !ABOUT_HEALTH.includes(type) || Boolean(filters.health),
    urgent: page.value?.items.some(
      each =>
        each.status === 'active' && !each.lastDiscoveredAt && !each.lastError,
    ),
    onChange: () => {
      page.reload();
      facets.reload();
    },
  });
  return { page, facets, running, paging };
}

function useRunning() {
  const [running, setRunning] = useState<ReadonlySet<string>>(new Set());
  const onSignal = useCallback(({ type, serverId }: SprintConnectSignal) => {
    if (!serverId) {
      // It ended for so many that none is named.
      if (ENDED.includes(type)) setRunning(new Set());
      return;
    }
    setRunning(before => {
      const after = new Set(before);
      if (type === 'server.discovery.started') after.add(serverId);
      else if (ENDED.includes(type)) after.delete(serverId);
      return after;
    });
  }, []);
  return [running, onSignal] as const;
}

export type ServerList = ReturnType<typeof useServerList>;
export type ListedServer = NonNullable<
  ServerList['page']['value']
>['items'][number];
