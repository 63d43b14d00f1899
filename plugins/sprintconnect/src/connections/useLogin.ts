import { useApi } from '@backstage/frontend-plugin-api';
import type { BeginLogin } from '@sprintconnect/plugin-sprintconnect-common';
import { sprintConnectApiRef } from '../client';
import { useSubmission } from '../ui';
import { leaveFor } from './leaveFor';
import { rememberWayBack } from './wayBack';

/** Begins a login, and leaves for the page of the authorization server. `from` is where the reader comes back to. */
export function useLogin(): ReturnType<typeof useSubmission> & {
  begin: (login: BeginLogin, from?: string) => void;
} {
  const client = useApi(sprintConnectApiRef);
  const submission = useSubmission();
  return {
    ...submission,
    begin: (login, from) =>
      void submission.submit(async () => {
        const { url } = await client.connections.beginLogin(login);
        rememberWayBack(from ?? '');
        leaveFor(url);
      }),
  };
}
