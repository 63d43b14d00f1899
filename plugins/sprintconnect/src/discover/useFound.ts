import { useMemo } from 'react';
import { useApi } from '@backstage/frontend-plugin-api';
import type {
  CapabilityHit,
  EventType,
  Page,
} from '@sprintconnect/plugin-sprintconnect-common';
import { sprintConnectApiRef } from '../client';
import { ABOUT_SERVERS, useLive } from '../live';
import { type Gathered, type Loaded, useGrowingList } from '../ui';
import type { DiscoverFilters } from './useDiscoverAddress';

const PAGE = 50;
/** A search is dearer than a look at one server, and events of a whole fleet come in waves. */
const SETTLE_MS = 1_000;

/** What changes the results or what they show of a server. */
const TOUCHING: readonly EventType[] = [
  ...ABOUT_SERVERS,
  'server.capabilities.changed',
];

/** An answer, with the words that it answers: those in the box may have moved on. */
export interface Found {
  q: string;
  items: CapabilityHit[];
  /** There are more than these. */
  more: boolean;
  degraded?: string;
}

type Answer = Page<CapabilityHit> & Pick<Found, 'q' | 'degraded'>;

export type FoundNow = Loaded<Found> & { showMore: () => void };

/** The best matches for `q`; without it everything by name, from the first to as many as were asked for. */
export function useFound(asked: {
  q: string;
  filters: DiscoverFilters;
}): FoundNow {
  const { q, filters } = asked;
  const client = useApi(sprintConnectApiRef);
  const list = useGrowingList(
    { key: JSON.stringify([q, filters]) },
    async (cursor, signal): Promise<Answer> => {
      const page = await client.search.capabilities(
        { q: q || undefined, ...filters, limit: PAGE, cursor },
        { signal },
      );
      return { ...page, q };
    },
  );
  useLive({
    settleMs: SETTLE_MS,
    concerns: ({ type }) => TOUCHING.includes(type),
    onChange: list.reload,
  });
  const { value: gathered } = list;
  const value = useMemo(() => gathered && toFound(gathered), [gathered]);
  return { ...list, value };
}

function toFound(gathered: Gathered<Answer>): Found {
  const { items, pages, more } = gathered;
  const { q, degraded } = pages[pages.length - 1];
  // A search has one page only, so that a full one may hide more.
  const isFull = q !== '' && items.length >= PAGE;
  return { q, items, more: more || isFull, degraded };
}
