import { useApi } from '@backstage/frontend-plugin-api';
import {
  type ApiKey,
  limits,
  type Page,
} from '@sprintconnect/plugin-sprintconnect-common';
import { sprintConnectApiRef } from '../../client';
import { useLive } from '../../live';
import { type GrowingList, useGrowingList } from '../../ui';

/** The keys of the organisation, youngest first, kept current. */
export function useKeyList(): GrowingList<Page<ApiKey>> {
  const client = useApi(sprintConnectApiRef);
  const list = useGrowingList({ key: 'keys' }, (cursor, signal) =>
    client.keys.list({ limit: limits.pageSize, cursor }, { signal }),
  );
  useLive({
    concerns: ({ type }) => type.startsWith('access.key.'),
    onChange: list.reload,
  });
  return list;
}
