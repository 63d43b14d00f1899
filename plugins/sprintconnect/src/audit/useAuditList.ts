import { useRef } from 'react';
import { useApi } from '@backstage/frontend-plugin-api';
import { sprintConnectApiRef } from '../client';
import { useLoad, usePaging } from '../ui';
import { toAuditQuery } from './toAuditQuery';
import type { AuditFilters } from './useAuditFilters';

/**
 * One page of the log. Each look is an entry of the log itself, so it is refreshed when the reader asks and
 * not by itself. Changing the filters leads back to the first page.
 */
export function useAuditList(filters: AuditFilters) {
  const client = useApi(sprintConnectApiRef);
  const asked = JSON.stringify(filters);
  const paging = usePaging(asked);
  const { pageSize, cursor } = paging;

  // A cursor is good for the query that it was given for: all pages of one list share the moment its period ends.
  const begun = useRef(new Date());
  const page = useLoad(JSON.stringify([asked, pageSize, cursor]), signal => {
    if (!cursor) begun.current = new Date();
    return client.audit.list(
      {
        ...toAuditQuery(filters, begun.current),
        limit: pageSize,
        cursor,
        count: true,
      },
      { signal },
    );
  });
  return { page, paging };
}

export type AuditList = ReturnType<typeof useAuditList>;
