import { useState } from 'react';
import { useApi } from '@backstage/frontend-plugin-api';
import type {
  Capability,
  CapabilityKind,
  Server,
} from '@sprintconnect/plugin-sprintconnect-common';
import { sprintConnectApiRef } from '../../api';
import { useLoad } from '../../ui';

const PAGE = 50;

export interface CapabilityFilters {
  kind?: CapabilityKind;
  q?: string;
}

/**
 * What a server offers, from the first item to as many as the reader has asked for. Fetched again when the
 * server is discovered anew, without losing the place.
 */
export function useCapabilities(server: Server, filters: CapabilityFilters) {
  const client = useApi(sprintConnectApiRef);
  const asked = JSON.stringify(filters);
  const [more, setMore] = useState({ of: asked, pages: 1 });
  const pages = more.of === asked ? more.pages : 1;
  const { id, snapshot, lastDiscoveredAt } = server;

  const loaded = useLoad(
    JSON.stringify([id, asked, pages, snapshot.current, lastDiscoveredAt]),
    async signal => {
      const items: Capability[] = [];
      let cursor: string | undefined;
      let totalItems: number | undefined;
      for (let page = 0; page < pages; page++) {
        const answer = await client.listCapabilities(
          id,
          { ...filters, limit: PAGE, cursor, count: page === 0 },
          { signal },
        );
        items.push(...answer.items);
        totalItems ??= answer.totalItems;
        cursor = answer.nextCursor;
        if (!cursor) break;
      }
      return { items, totalItems, hasMore: cursor !== undefined };
    },
  );
  return {
    ...loaded,
    showMore: () => setMore({ of: asked, pages: pages + 1 }),
  };
}
