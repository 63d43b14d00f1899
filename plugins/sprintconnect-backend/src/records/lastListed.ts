import type {
  CapabilityKind,
  Server,
} from '@sprintconnect/plugin-sprintconnect-common';

/** The two facts of a server that faults of its lists build on. */
export type KnownLists = Pick<Server, 'listFaults' | 'lastDiscoveredAt'>;

/** When the list of this kind was last read. Absent: never. */
export function lastListed(
  server: KnownLists,
  kind: CapabilityKind,
): string | undefined {
  const fault = faultOf(server, kind);
  return fault && fault.leftOut === undefined
    ? fault.lastListedAt
    : server.lastDiscoveredAt;
}

/** Why the list of this kind is not known whole. */
export function faultOf({ listFaults }: KnownLists, kind: CapabilityKind) {
  return listFaults?.find(each => each.kind === kind);
}
