import { useMemo } from 'react';
import { useApi } from '@backstage/frontend-plugin-api';
import type {
  Capability,
  CapabilityKind,
  Page,
  Server,
} from '@sprintconnect/plugin-sprintconnect-common';
import { sprintConnectApiRef } from '../../client';
import { type Loaded, useGrowingList } from '../../ui';
import { useRetryAfterRefresh } from './useRetryAfterRefresh';

const PAGE = 50;

/** What a server offers of one kind, from the first item to as many as the reader has asked for. */
export type OfferedOfKind = Loaded<{
  items: Capability[];
  totalItems: number;
  more: boolean;
}> & { kind: CapabilityKind; showMore: () => void };

interface Wanted {
  kind: CapabilityKind;
  q?: string;
  /** False: ask nothing and answer with an empty list. */
  wanted: boolean;
}

/** Fetched again when the server has another version, without losing the place. */
export function useCapabilities(
  server: Server,
  options: Wanted,
): OfferedOfKind {
  const { kind, q, wanted } = options;
  const client = useApi(sprintConnectApiRef);
  const { id, snapshot } = server;
  const list = useGrowingList(
    {
      key: wanted ? JSON.stringify([kind, q]) : '',
      edition: JSON.stringify([id, snapshot.current]),
    },
    async (cursor, signal): Promise<Page<Capability>> => {
      if (!wanted) return { items: [] };
      const count = cursor === undefined;
      return client.listCapabilities(
        id,
        { kind, q, limit: PAGE, cursor, count },
        { signal },
      );
    },
  );
  useRetryAfterRefresh(list, server);
  const { value: gathered } = list;
  const value = useMemo(
    () =>
      gathered && {
        items: gathered.items,
        totalItems: gathered.pages[0].totalItems ?? gathered.items.length,
        more: gathered.more,
      },
    [gathered],
  );
  return { ...list, value, kind };
}
