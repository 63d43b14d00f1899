import { useApi } from '@backstage/frontend-plugin-api';
import type { EgressRule } from '@sprintconnect/plugin-sprintconnect-common';
import { sprintConnectApiRef } from '../../client';
import { useLive } from '../../live';
import { useLoad } from '../../ui';

/** Every rule of the organisation, which has a thousand at most, kept current. */
export function useRules() {
  const client = useApi(sprintConnectApiRef);
  const rules = useLoad('egress-rules', async signal => {
    const all: EgressRule[] = [];
    for await (const rule of client.egress.all({ signal })) all.push(rule);
    return all;
  });
  useLive({
    concerns: ({ type }) => type === 'egress.rules.changed',
    onChange: rules.reload,
  });
  return rules;
}
