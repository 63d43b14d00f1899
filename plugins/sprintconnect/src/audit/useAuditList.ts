import { useEffect, useMemo, useState } from 'react';
import { useApi } from '@backstage/frontend-plugin-api';
import { sprintConnectApiRef } from '../api';
import { useLoad } from '../ui';
import { toAuditQuery } from './toAuditQuery';
import type { AuditFilters } from './useAuditFilters';

/**
 * One page of the log. Each look is an entry of the log itself, so it is refreshed when the reader asks and
 * not by itself. Changing the filters leads back to the first page.
 */
export function useAuditList(filters: AuditFilters) {
  const client = useApi(sprintConnectApiRef);
  const [pageSize, setPageSize] = useState(20);
  const asked = JSON.stringify({ filters, pageSize });
  const [trail, setTrail] = useState<{ of: string; cursors: string[] }>({
    of: asked,
    cursors: [],
  });
  const cursors = trail.of === asked ? trail.cursors : [];
  useEffect(() => {
    setTrail(before =>
      before.of === asked ? before : { of: asked, cursors: [] },
    );
  }, [asked]);

  // A cursor is good for the query that it was given for: all pages of one list share the moment its period ends.
  const moment = useMemo(() => ({ of: asked, at: new Date() }), [asked]);
  const page = useLoad(JSON.stringify([asked, cursors.at(-1)]), signal =>
    client.audit.list(
      {
        ...toAuditQuery(filters, moment.at),
        limit: pageSize,
        cursor: cursors.at(-1),
        count: true,
      },
      { signal },
    ),
  );
  return {
    page,
    pageSize,
    setPageSize,
    index: cursors.length,
    next: (cursor: string) =>
      setTrail({ of: asked, cursors: [...cursors, cursor] }),
    previous: () => setTrail({ of: asked, cursors: cursors.slice(0, -1) }),
  };
}

export type AuditList = ReturnType<typeof useAuditList>;
