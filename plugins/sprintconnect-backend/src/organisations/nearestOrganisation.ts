import type { Catalog, CatalogEntity } from '../ports';

const DEPTH_MAX = 10;
const GROUPS_MAX = 1_000;
/** The ways up: a user is a member of groups, a group is a child of another. */
const UPWARDS: Record<string, string> = { user: 'memberOf', group: 'childOf' };

/** Of which organisation somebody is. */
export type Nearest =
  | { group: CatalogEntity }
  | { none: 'unknown' | 'no-group' | 'too-far' }
  | { ambiguous: readonly string[] };

/**
 * The nearest group of `spec.type: organization` above a user or group, breadth first; a group may be it itself. Two at
 * the same distance are no answer. Groups that contain each other are looked at once.
 */
export async function nearestOrganisation(
  catalog: Catalog,
  ref: string,
): Promise<Nearest> {
  const seen = new Set<string>([ref]);
  let level = found(await catalog.entitiesOf([ref]));
  if (level.length === 0) return { none: 'unknown' };
  for (let depth = 0; depth <= DEPTH_MAX; depth++) {
    const organisations = level.filter(isOrganisation);
    if (organisations.length === 1) return { group: organisations[0] };
    if (organisations.length > 1) {
      return { ambiguous: organisations.map(each => each.ref).sort() };
    }
    const above = new Set(level.flatMap(parentsOf));
    const next = [...above].filter(each => !seen.has(each));
    if (next.length === 0) return { none: 'no-group' };
    next.forEach(each => seen.add(each));
    if (seen.size > GROUPS_MAX) break;
    level = found(await catalog.entitiesOf(next));
  }
  return { none: 'too-far' };
}

function parentsOf({ kind, relations }: CatalogEntity): string[] {
  return relations
    .filter(({ type }) => type === UPWARDS[kind])
    .map(({ targetRef }) => targetRef);
}

function isOrganisation({ kind, type }: CatalogEntity): boolean {
  return kind === 'group' && type?.toLowerCase() === 'organization';
}

function found(
  entities: readonly (CatalogEntity | undefined)[],
): CatalogEntity[] {
  return entities.filter(entity => entity !== undefined);
}
