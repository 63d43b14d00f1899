import { useRef } from 'react';
import { useApi } from '@backstage/frontend-plugin-api';
import type { Call, Page } from '@sprintconnect/plugin-sprintconnect-common';
import { sprintConnectApiRef } from '../client';
import { useLive } from '../live';
import { boundsOf, type GrowingList, useGrowingList } from '../ui';
import type { CallFilters } from './useCallFilters';

const PAGE = 50;
/** Calls of others end all the time, and each is a reason to ask for one's own. */
const SETTLE_OWN_MS = 2_000;

export type CallList = GrowingList<Page<Call>>;

/** Calls, youngest first: of one server, or of one caller. Those that end while they are shown are added. */
export function useCallList(
  of: { server: string } | { caller: string },
  filters: CallFilters,
): CallList {
  const client = useApi(sprintConnectApiRef);
  const { period, from, to, ...narrowing } = filters;
  // A cursor is good for the query that it was given for: all pages of one list share the moment its period ends.
  const begun = useRef(new Date());
  const list = useGrowingList(
    { key: JSON.stringify([of, filters]) },
    (cursor, signal) => {
      if (!cursor) begun.current = new Date();
      return client.calls.list(
        {
          ...narrowing,
          ...boundsOf({ period, from, to }, begun.current),
          ...of,
          limit: PAGE,
          cursor,
        },
        { signal },
      );
    },
  );
  const serverId = 'server' in of ? of.server : filters.server;
  useLive({
    calls: true,
    serverId,
    settleMs: serverId ? undefined : SETTLE_OWN_MS,
    onChange: list.reload,
  });
  return list;
}
