import type {
  CatalogServer,
  Server,
} from '@sprintconnect/plugin-sprintconnect-common';

/** What the comparison needs to know of a server of the registry. */
export const LISTED_FIELDS = [
  'id',
  'orgId',
  'entityRef',
  'status',
  'revision',
  'name',
  'environment',
  'remotes',
  'title',
  'description',
  'tags',
  'owner',
  'lifecycle',
  'system',
  'discoveryIntervalSeconds',
  'probeIntervalSeconds',
  'probeTimeoutMs',
  'connectTimeoutMs',
  'calls',
  'credentialRef',
] as const satisfies readonly (keyof Server)[];

export type ListedServer = Pick<Server, (typeof LISTED_FIELDS)[number]>;

/** One look at both sides. Entity references are lowercase, as `stringifyEntityRef` writes them. */
export interface Look {
  /** Entities that can become a server. */
  wanted: ReadonlyMap<string, CatalogServer>;
  /** Every mcp-server entity there is, also those that cannot become a server. */
  present: Pick<ReadonlySet<string>, 'has'>;
  /** Servers of the registry whose origin is the catalog. */
  servers: readonly ListedServer[];
  /** Where there are several organisations: that of the owner of each entity, by entity reference. Absent: of none. */
  homes?: ReadonlyMap<string, string>;
}

/** What is to be told to the registry. */
export interface IntakePlan {
  /**
   * Entity references whose server is missing or differs. Also by an interval that the entity does not name: only the
   * registry knows whether a person chose it, or the entity named it once.
   */
  put: string[];
  /** Servers in an organisation that the owner of their entity is not of any more; they go before anything is put. */
  leave: ListedServer[];
  /** Entity references of servers that no entity stands behind, or one whose owner is of no organisation. */
  gone: string[];
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, each]) => each !== undefined)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, each]) => [key, sorted(each)]),
  );
}

/** A text that is equal for servers that say the same, whatever the order of keys and tags. */
export function wordingOf(server: CatalogServer): string {
  const { tags = [], ...rest } = server;
  return JSON.stringify(sorted({ ...rest, tags: [...tags].sort() }));
}

function saysTheSame(wanted: CatalogServer, listed: ListedServer): boolean {
  const { id, orgId, entityRef, status, revision, ...said } = listed;
  return wordingOf(wanted) === wordingOf(said);
}

/** Compares the catalog with the registry. Pure: the same look gives the same plan. */
export function planIntake(look: Look): IntakePlan {
  const { homes, present, wanted } = look;
  const living = look.servers.filter(server => server.status !== 'retired');
  const isAway = ({ entityRef, orgId }: ListedServer) => {
    const home = homes?.get(entityRef);
    return home !== undefined && home !== orgId;
  };
  const leave = living.filter(isAway);
  const byRef = new Map(
    living
      .filter(server => !leave.includes(server))
      .map(server => [server.entityRef, server]),
  );
  const isHomeless = (ref: string) =>
    homes !== undefined && wanted.has(ref) && !homes.has(ref);
  const put = [...wanted]
    .filter(([ref, server]) => {
      const listed = byRef.get(ref);
      return isHomeless(ref) || !listed || !saysTheSame(server, listed);
    })
    .map(([ref]) => ref);
  const gone = [...byRef.keys()].filter(
    ref => !present.has(ref) || isHomeless(ref),
  );
  return { put, leave, gone };
}
