import {
  CAPABILITIES,
  type FixtureCapability,
  type FixtureServer,
  FOREIGN,
  IN_FIRST,
  SERVERS,
} from './fixtures';

/** What somebody gets to know of one server: names and numbers, or the status of a refusal. */
export interface ServerView {
  read: number;
  byName: number;
  health: number;
  history: number;
  job: number;
  versions: number[] | number;
  capabilities: string[] | number;
  counted: number | undefined;
  first: string[] | number;
  changed: string[] | number;
}

/** What somebody gets to know of everything. */
export interface View {
  listed: string[] | number;
  retired: string[] | number;
  counted: number | undefined;
  countedWeather: number | undefined;
  facets: Record<string, Record<string, number>> | number;
  servers: Record<string, ServerView>;
  summaries: string[] | number;
  capabilities: string[] | number;
  found: string[] | number;
  /** Capabilities that are answered by their ids. */
  inSight: string[];
  offering: string[] | number;
  /** The counts of the organisation. */
  organisation: unknown;
  told: string[] | number;
}

/** What somebody may see, in the plain words of a test; undefined where they lack the permission. */
export interface Seen {
  server: (server: FixtureServer) => boolean;
  capability?: (
    capability: FixtureCapability,
    server: FixtureServer,
  ) => boolean;
}

/** What a user of acme must get to know: said without criteria, rules or SQL. */
export function viewOf(seen: Seen): Omit<View, 'organisation'> {
  const visible = SERVERS.filter(seen.server);
  const living = visible.filter(({ status }) => status !== 'retired');
  const named = (all: readonly FixtureServer[]) => all.map(each => each.name);
  const offeredBy = (server: FixtureServer) =>
    CAPABILITIES.filter(each => seen.capability?.(each, server));
  const pairs = (all: readonly FixtureServer[]) =>
    all
      .flatMap(server =>
        offeredBy(server).map(({ name }) => `${server.name}/${name}`),
      )
      .sort();
  const everything = [...SERVERS, ...FOREIGN, { name: 'nobody' }];
  const lists = {
    capabilities: pairs(living),
    found: pairs(living),
    offering: named(
      living.filter(each =>
        offeredBy(each).some(({ name }) => name === 'drop_notes'),
      ),
    ),
  };
  const refused = { capabilities: 403, found: 403, offering: 403 };
  return {
    listed: named(living),
    retired: named(
      visible.filter(({ status }) => /retired|quarantined/.test(status)),
    ),
    counted: living.length,
    countedWeather: living.filter(({ tags }) => tags.includes('weather'))
      .length,
    facets: facetsOf(living, visible),
    servers: Object.fromEntries(
      everything.map(({ name }) => {
        const server = visible.find(each => each.name === name);
        return [name, server ? serverView(server, seen) : hidden(seen)];
      }),
    ),
    summaries: named(visible),
    ...(seen.capability ? lists : refused),
    inSight: seen.capability
      ? lists.capabilities
      : pairsOfAll().map(name => `403 for ${name}`),
    told: named(visible),
  };
}

function pairsOfAll(): string[] {
  return [...SERVERS, ...FOREIGN]
    .flatMap(server => CAPABILITIES.map(({ name }) => `${server.name}/${name}`))
    .concat('nobody')
    .sort();
}

function serverView(server: FixtureServer, { capability }: Seen): ServerView {
  const offered = CAPABILITIES.filter(each => capability?.(each, server));
  const names = offered.map(({ name }) => name);
  const isFirst = (name: string) => IN_FIRST.includes(name);
  return {
    read: 200,
    // Its name is free again.
    byName: server.status === 'retired' ? 404 : 200,
    health: 200,
    history: 200,
    job: 200,
    versions: [2, 1],
    capabilities: capability ? [...names].sort() : 403,
    counted: capability ? names.length : 403,
    first: capability ? names.filter(isFirst).sort() : 403,
    changed: capability ? names.filter(name => !isFirst(name)).sort() : 403,
  };
}

/** Each facet as the filters leave it: only that of the status shows what is retired. */
function facetsOf(
  living: readonly FixtureServer[],
  visible: readonly FixtureServer[],
): Record<string, Record<string, number>> {
  const counted = (values: (string | undefined)[]) => {
    const counts: Record<string, number> = {};
    for (const value of values) {
      if (value !== undefined) counts[value] = (counts[value] ?? 0) + 1;
    }
    return counts;
  };
  return {
    environment: counted(living.map(each => each.environment)),
    status: counted(visible.map(each => each.status)),
    owner: counted(living.map(each => each.owner)),
    tag: counted(living.flatMap(each => each.tags)),
    lifecycle: counted(living.map(each => each.lifecycle)),
  };
}

function hidden({ capability }: Seen): ServerView {
  const content = capability ? 404 : 403;
  return {
    read: 404,
    byName: 404,
    health: 404,
    history: 404,
    job: 404,
    versions: 404,
    capabilities: content,
    counted: content,
    first: content,
    changed: content,
  };
}
