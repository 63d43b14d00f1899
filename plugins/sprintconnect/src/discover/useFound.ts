import { useState } from 'react';
import { useApi } from '@backstage/frontend-plugin-api';
import type {
  CapabilityHit,
  EventType,
} from '@sprintconnect/plugin-sprintconnect-common';
import { sprintConnectApiRef } from '../client';
import { ABOUT_SERVERS, useLive } from '../live';
import { type Loaded, useLoad } from '../ui';
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

export type FoundNow = Loaded<Found> & { showMore: () => void };

/** The best matches for `q`; without it everything by name, from the first to as many as were asked for. */
export function useFound(asked: {
  q: string;
  filters: DiscoverFilters;
}): FoundNow {
  const { q, filters } = asked;
  const client = useApi(sprintConnectApiRef);
  const of = JSON.stringify([q, filters]);
  const [wanted, setWanted] = useState({ of, pages: 1 });
  const pages = wanted.of === of ? wanted.pages : 1;

  const loaded = useLoad(JSON.stringify([of, pages]), async signal => {
    const found: Found = { q, items: [], more: false };
    let cursor: string | undefined;
    for (let page = 0; page < pages; page++) {
      const answer = await client.search.capabilities(
        { q: q || undefined, ...filters, limit: PAGE, cursor },
        { signal },
      );
      found.items.push(...answer.items);
      found.degraded = answer.degraded;
      cursor = answer.nextCursor;
      if (!cursor) break;
    }
    // A search has one page only, so that a full one may hide more.
    const full = q !== '' && found.items.length >= PAGE;
    return { ...found, more: cursor !== undefined || full };
  });
  useLive({
    settleMs: SETTLE_MS,
    concerns: ({ type }) => TOUCHING.includes(type),
    onChange: loaded.reload,
  });
  return { ...loaded, showMore: () => setWanted({ of, pages: pages + 1 }) };
}
