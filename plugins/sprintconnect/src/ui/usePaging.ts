import { useEffect, useState } from 'react';

const FIRST_SIZE = 20;

export interface Paging {
  /** Number of the page, from 0. */
  index: number;
  /** Where the page begins; none of the first one. */
  cursor?: string;
  pageSize: number;
  setPageSize: (size: number) => void;
  next: (cursor: string) => void;
  previous: () => void;
}

/**
 * Which page of a list is looked at. Cursors lead forwards only, so the way back is remembered. `asked` names what
 * narrows and orders the list; another one, or another page size, leads back to the first page.
 */
export function usePaging(asked: string): Paging {
  const [pageSize, setPageSize] = useState(FIRST_SIZE);
  const of = `${pageSize} ${asked}`;
  const [trail, setTrail] = useState<{ of: string; cursors: string[] }>({
    of,
    cursors: [],
  });
  const cursors = trail.of === of ? trail.cursors : [];
  useEffect(() => {
    setTrail(before => (before.of === of ? before : { of, cursors: [] }));
  }, [of]);
  return {
    index: cursors.length,
    cursor: cursors.at(-1),
    pageSize,
    setPageSize,
    next: cursor => setTrail({ of, cursors: [...cursors, cursor] }),
    previous: () => setTrail({ of, cursors: cursors.slice(0, -1) }),
  };
}
