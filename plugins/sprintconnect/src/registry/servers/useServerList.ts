import { useCallback, useMemo, useState } from 'react';
import { useApi } from '@backstage/frontend-plugin-api';
import type {
  EventType,
  Server,
  ServerPage,
  SprintConnectSignal,
} from '@sprintconnect/plugin-sprintconnect-common';
import { sprintConnectApiRef } from '../../client';
import { useLive } from '../../live';
import { useLoad, usePaging } from '../../ui';
import type { Stars } from '../stars/useStars';
import { starredQuery } from './starredQuery';
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
  'listFaults',
  'drift',
  'entityRef',
  'match',
] as const;

const ENDED = ['server.discovery.completed', 'server.discovery.failed'];

/** Signals may get lost: a discovery whose end is not heard for so long is told of no more. */
const UNHEARD_MS = 60_000;

/** What the list shows of these is fetched by itself: see useHealthSummaries. */
const ABOUT_HEALTH: readonly EventType[] = [
  'server.health.changed',
  'server.slo.alert.raised',
  'server.slo.alert.resolved',
];

/** One page of the list and its facets, kept current. Changing the filters leads back to the first page. */
export function useServerList(
  filters: ServerFilters,
  stars: Stars | undefined,
) {
  const client = useApi(sprintConnectApiRef);
  const { asked, left } = starredQuery(filters, stars);
  const key = JSON.stringify(asked);
  const paging = usePaging(key);

  const page = useLoad(
    JSON.stringify([key, paging.pageSize, paging.cursor]),
    async (
      signal,
    ): Promise<ServerPage<Pick<Server, (typeof listed)[number]>>> => {
      if (asked === 'unknown') return untilAborted(signal);
      if (asked === 'nothing') return { items: [], totalItems: 0 };
      return client.listServers(
        {
          ...asked,
          fields: listed,
          limit: paging.pageSize,
          cursor: paging.cursor,
          count: true,
        },
        { signal },
      );
    },
  );
  const narrowing =
    typeof asked === 'string' ? asked : { ...asked, orderBy: undefined };
  const facets = useLoad(JSON.stringify(narrowing), async signal =>
    typeof narrowing === 'string'
      ? undefined
      : client.facets(narrowing, { signal }),
  );
  const { running, onSignal, forgetOld } = useRunning();
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
      forgetOld();
      page.reload();
      facets.reload();
    },
  });
  return { page, facets, running, paging, asked, left };
}

/** Stands for an answer until there is something to ask. */
function untilAborted(signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason));
  });
}

/** Which servers are being discovered, as far as signals tell. */
function useRunning() {
  const [heard, setHeard] = useState<ReadonlyMap<string, number>>(new Map());
  const running = useMemo(() => new Set(heard.keys()), [heard]);
  const onSignal = useCallback(({ type, serverId }: SprintConnectSignal) => {
    if (!serverId) {
      // It ended for so many that none is named.
      if (ENDED.includes(type)) setHeard(new Map());
      return;
    }
    setHeard(before => {
      const after = new Map(before);
      if (type === 'server.discovery.started') after.set(serverId, Date.now());
      else if (ENDED.includes(type)) after.delete(serverId);
      return after;
    });
  }, []);
  const forgetOld = useCallback(() => {
    const heardSince = Date.now() - UNHEARD_MS;
    setHeard(
      before => new Map([...before].filter(([, at]) => at > heardSince)),
    );
  }, []);
  return { running, onSignal, forgetOld };
}

export type ServerList = ReturnType<typeof useServerList>;
export type ListedServer = NonNullable<
  ServerList['page']['value']
>['items'][number];
