import { useState } from 'react';
import { useApi } from '@backstage/frontend-plugin-api';
import type {
  Capability,
  CapabilityKind,
  Server,
} from '@sprintconnect/plugin-sprintconnect-common';
import { sprintConnectApiRef } from '../../client';
import type { Loaded } from '../../ui';
import { useLoadOfVersion } from './useLoadOfVersion';

const PAGE = 50;

/** What a server offers of one kind, from the first item to as many as the reader has asked for. */
export type OfferedOfKind = Loaded<{
  items: Capability[];
  totalItems: number;
  hasMore: boolean;
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
  const asked = JSON.stringify([kind, q]);
  const [more, setMore] = useState({ of: asked, pages: 1 });
  const pages = more.of === asked ? more.pages : 1;
  const { id } = server;

  const loaded = useLoadOfVersion(
    server,
    wanted ? [asked, pages] : [],
    async signal => {
      const items: Capability[] = [];
      let cursor: string | undefined;
      let totalItems: number | undefined;
      for (let page = 0; wanted && page < pages; page++) {
        const answer = await client.listCapabilities(
          id,
          { kind, q, limit: PAGE, cursor, count: page === 0 },
          { signal },
        );
        items.push(...answer.items);
        totalItems ??= answer.totalItems;
        cursor = answer.nextCursor;
        if (!cursor) break;
      }
      return {
        items,
        totalItems: totalItems ?? items.length,
        hasMore: cursor !== undefined,
      };
    },
  );
  return {
    ...loaded,
    kind,
    showMore: () => setMore({ of: asked, pages: pages + 1 }),
  };
}
