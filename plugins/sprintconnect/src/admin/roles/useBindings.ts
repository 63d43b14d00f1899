import { useMemo } from 'react';
import { useApi } from '@backstage/frontend-plugin-api';
import { limits } from '@sprintconnect/plugin-sprintconnect-common';
import { sprintConnectApiRef } from '../../client';
import { useLive } from '../../live';
import { useKeyList } from '../keys/useKeyList';
import { useGrowingList } from '../../ui';
import type { BindingFilters } from './useBindingFilters';

/** Who has which role, kept current, and the keys by which some of them are known. */
export function useBindings(filters: BindingFilters) {
  const client = useApi(sprintConnectApiRef);
  const list = useGrowingList(
    { key: JSON.stringify(filters) },
    (cursor, signal) =>
      client.roles.list(
        { ...filters, limit: limits.pageSizeDefault, cursor },
        { signal },
      ),
  );
  useLive({
    concerns: ({ type }) => type === 'access.roles.changed',
    onChange: list.reload,
  });
  const keys = useKeyList().value?.items;
  const keyNames = useMemo(
    () => new Map(keys?.map(({ id, name }) => [id, name])),
    [keys],
  );
  return { list, apiKeys: keys ?? [], keyNames };
}
