import { useState } from 'react';
import type { Page } from '@sprintconnect/plugin-sprintconnect-common';
import { type Loaded, useLoad } from './useLoad';

/** The pages of a list from its beginning. */
export interface Gathered<P extends Page<unknown>> {
  items: P['items'];
  /** As they came, for what they tell beside their items; at least one. */
  pages: P[];
  /** There are more than these. */
  more: boolean;
}

export type GrowingList<P extends Page<unknown>> = Loaded<Gathered<P>> & {
  showMore: () => void;
};

/**
 * A list from its beginning to as many pages as the reader asked for. `key` names what narrows the list; another one
 * begins with one page again. Another `edition` is loaded without losing the place.
 */
export function useGrowingList<P extends Page<unknown>>(
  asked: { key: string; edition?: string },
  load: (cursor: string | undefined, signal: AbortSignal) => Promise<P>,
): GrowingList<P> {
  const { key, edition } = asked;
  const [wanted, setWanted] = useState({ of: key, pages: 1 });
  const count = wanted.of === key ? wanted.pages : 1;
  const loaded = useLoad(JSON.stringify([key, edition, count]), signal =>
    gather(count, cursor => load(cursor, signal)),
  );
  return {
    ...loaded,
    showMore: () => setWanted({ of: key, pages: count + 1 }),
  };
}

async function gather<P extends Page<unknown>>(
  count: number,
  load: (cursor?: string) => Promise<P>,
): Promise<Gathered<P>> {
  const pages = [await load()];
  let cursor = pages[0].nextCursor;
  while (cursor && pages.length < count) {
    const page = await load(cursor);
    pages.push(page);
    cursor = page.nextCursor;
  }
  return {
    items: pages.flatMap(({ items }) => items),
    pages,
    more: cursor !== undefined,
  };
}
