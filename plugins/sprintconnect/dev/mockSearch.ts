import type {
  Capability,
  CapabilityHit,
  FoundCapability,
  FoundServer,
  Server,
} from '@sprintconnect/plugin-sprintconnect-common';
import type { MockWorld } from './mockWorld';

const words = (text: string) =>
  text
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter(Boolean);

/** One letter too many, too few or wrong: enough of a typing mistake for a mock. */
function alike(one: string, other: string): boolean {
  if (Math.abs(one.length - other.length) > 1 || one.length < 4) return false;
  let head = 0;
  while (one[head] && one[head] === other[head]) head++;
  let tail = 0;
  while (
    tail < Math.min(one.length, other.length) - head &&
    one.at(-1 - tail) === other.at(-1 - tail)
  ) {
    tail++;
  }
  return Math.max(one.length, other.length) - head - tail <= 1;
}

function judge(asked: string[], capability: Capability, server: Server) {
  const name = words(capability.name);
  const all = [
    ...name,
    ...words(`${capability.title ?? ''} ${capability.description ?? ''}`),
    ...words(`${server.name} ${server.title ?? ''}`),
  ];
  const has = (given: string[], word: string) =>
    given.some(each => each.startsWith(word));
  if (asked.every(word => has(name, word))) {
    return { match: 'name', score: 3 - name.length / 100 } as const;
  }
  if (asked.every(word => has(all, word))) {
    return { match: 'words', score: 2 } as const;
  }
  const near = asked.every(
    word => has(all, word) || all.some(each => alike(each, word)),
  );
  return near ? ({ match: 'similar', score: 1 } as const) : undefined;
}

export function foundServer(server: Server): FoundServer {
  const { id, name, title, description, environment, tags, owner } = server;
  const { entityRef, status, era, health } = server;
  return {
    ...{ id, name, title, description, environment, tags, owner },
    ...{ entityRef, status, era, health },
  };
}

function foundCapability(capability: Capability): FoundCapability {
  const { id, kind, name, title, description, annotations } = capability;
  return { id, kind, name, title, description, annotations };
}

/** Answers `GET /v1/discovery/capabilities` as the contract says, over a few dozen capabilities. */
export function searchCapabilities(
  world: MockWorld,
  query: URLSearchParams,
): CapabilityHit[] {
  const asked = words(query.get('q') ?? '');
  const wanted = (facet: string, values: string[]) => {
    const chosen = query.get(facet)?.split(',');
    return !chosen || values.some(value => chosen.includes(value));
  };
  const hits = world.searchable.flatMap((capability): CapabilityHit[] => {
    const server = world.servers.find(each => each.id === capability.serverId);
    if (!server || server.status === 'retired') return [];
    const fits =
      wanted('kind', [capability.kind]) &&
      wanted('environment', [server.environment]) &&
      wanted('tag', server.tags) &&
      wanted('health', [server.health.status]);
    const verdict =
      asked.length > 0
        ? judge(asked, capability, server)
        : ({ match: 'listed', score: 0 } as const);
    if (!fits || !verdict) return [];
    return [
      {
        ...verdict,
        capability: foundCapability(capability),
        server: foundServer(server),
      },
    ];
  });
  return hits.sort(
    (one, other) =>
      other.score - one.score ||
      one.capability.name.localeCompare(other.capability.name),
  );
}
