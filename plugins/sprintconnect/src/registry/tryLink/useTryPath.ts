import { useRouteRef } from '@backstage/frontend-plugin-api';
import type { CapabilityKind } from '@sprintconnect/plugin-sprintconnect-common';
import { tryRouteRef } from '../../routes';

/** Names that proxies leave as they are in a path. */
const PLAIN = /^(?!\.+$)[\w.-]+$/;

/**
 * The address where a capability is tried: its name at the end of the path or, where a proxy could change it there, as for URIs, in
 * the query. Undefined where the pages have no addresses.
 */
export function useTryPath() {
  const path = useRouteRef(tryRouteRef);
  return (
    path &&
    (({
      serverId,
      kind,
      name,
    }: {
      serverId: string;
      kind: CapabilityKind;
      name: string;
    }) => {
      const base = path({ serverId, kind });
      return PLAIN.test(name)
        ? `${base}/${name}`
        : `${base}?${new URLSearchParams({ name })}`;
    })
  );
}
