import { useApi } from '@backstage/frontend-plugin-api';
import {
  type Credential,
  limits,
  type Page,
} from '@sprintconnect/plugin-sprintconnect-common';
import { sprintConnectApiRef } from '../../client';
import { useLive } from '../../live';
import { type GrowingList, useGrowingList } from '../../ui';

/** The credentials that servers share, by name, kept current. */
export function useCredentialList(): GrowingList<Page<Credential>> {
  const client = useApi(sprintConnectApiRef);
  const list = useGrowingList({ key: 'credentials' }, (cursor, signal) =>
    client.credentials.list({ limit: limits.pageSize, cursor }, { signal }),
  );
  useLive({
    concerns: ({ type }) =>
      type.startsWith('credential.') || type === 'server.credential.changed',
    onChange: list.reload,
  });
  return list;
}
