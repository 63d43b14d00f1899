import { useState } from 'react';
import type { Page } from '@sprintconnect/plugin-sprintconnect-common';
import { type Loaded, useLoad } from './useLoad';

export interface Gathered<T> {
  items: T[];
  /** There are more than these. */
  more: boolean;
}

export type GrowingList<T> = Loaded<Gathered<T>> & { showMore: () => void };

/**
 * A list from its beginning to as many pages as the reader asked for. `key` names what narrows the list; another one
 * begins with one page again.
 */
export function useGrowingList<T>(
  key: string,
  load: (cursor: string | undefined, signal: AbortSignal) => Promise<Page<T>>,
): GrowingList<T> {
  const [wanted, setWanted] = useState({ of: key, pages: 1 });
  const pages = wanted.of === key ? wanted.pages : 1;
  const loaded = useLoad(JSON.stringify([key, pages]), async signal => {
    const items: T[] = [];
    let cursor: string | undefined;
    for (let page = 0; page < pages; page++) {
      const answer = await load(cursor, signal);
      items.push(...answer.items);
      cursor = answer.nextCursor;
      if (!cursor) break;
    }
    return { items, more: cursor !== undefined };
  });
  return {
    ...loaded,
    showMore: () => setWanted({ of: key, pages: pages + 1 }),
  };
}
