import type { Entity } from '@backstage/catalog-model';
import { limits } from '../names';
import type { Fault } from '../problem';
import { remoteSchema, type Remote } from '../remotes';
import { headersOf } from './headersOf';
import { isObject, remoteSourcesOf } from './remoteSourcesOf';

/** How a value of `type` is written elsewhere, and what it means here. */
const TYPES: Record<string, Remote['type']> = {
  'streamable-http': 'streamable-http',
  streamablehttp: 'streamable-http',
  streamable: 'streamable-http',
  http: 'streamable-http',
  sse: 'sse',
  stdio: 'stdio',
};

/** What an entity says of how its server is reached. @public */
export interface EntityRemotes {
  /** Those that the contract allows, in the entity's order, at most {@link limits.remotes}. */
  remotes: Remote[];
  /** Where each of `remotes` stands in the entity, such as `spec.remotes[1]`. */
  places: string[];
  /** What was left out and why. With no remotes left, why the entity cannot become a server. */
  faults: Fault[];
  /** The server.json document of `spec.definition`, where there is one. */
  document?: Record<string, unknown>;
}

function readRemote(value: unknown, path: string, faults: Fault[]) {
  if (!isObject(value)) {
    faults.push({ path, message: "isn't an object with type and url" });
    return undefined;
  }
  // `transport_type` is how server.json said it before September 2025.
  const said = String(value.type ?? value.transport_type ?? '');
  const type = TYPES[said.toLowerCase().replace(/_/g, '-')];
  if (!type) {
    faults.push({
      path: `${path}.type`,
      message: `"${said}" isn't one of streamable-http, sse, stdio`,
    });
    return undefined;
  }
  if (/\{[^}]*\}/.test(String(value.url))) {
    faults.push({
      path: `${path}.url`,
      message: 'contains variables; use the URL of one server',
    });
    return undefined;
  }
  if (type === 'stdio' && value.headers !== undefined) {
    faults.push({
      path: `${path}.headers`,
      message: 'are left out: a stdio server has no headers',
    });
  }
  const headers =
    type === 'stdio'
      ? undefined
      : headersOf(value.headers, `${path}.headers`, faults);
  const read = remoteSchema.safeParse({
    type,
    url: value.url,
    ...(headers ? { headers } : {}),
  });
  if (read.success) return read.data;
  for (const issue of read.error.issues) {
    faults.push({
      path: [path, ...issue.path.map(String)].join('.'),
      message: issue.message,
    });
  }
  return undefined;
}

/** The first list that is not empty. What is wrong with the definition matters only where the remotes are not in `spec`. */
function chosenSource(entity: Entity) {
  const { inSpec, inDefinition, projected, document, fault } =
    remoteSourcesOf(entity);
  if (inSpec) return { source: inSpec, document, faults: [] };
  const faults: Fault[] = fault
    ? [{ path: 'spec.definition', message: fault }]
    : [];
  const source = inDefinition ?? projected;
  if (!source) {
    faults.push({
      path: 'spec.remotes',
      message:
        'is missing, and spec.definition has no remotes either; add the URL of the server',
    });
  }
  return { source, document, faults };
}

/**
 * How the server behind an entity is reached: `spec.remotes`; where absent or empty, the remotes of the
 * server.json in `spec.definition`; else those that RHDH projects onto annotations. Pure.
 *
 * @public
 */
export function remotesOf(entity: Entity): EntityRemotes {
  const { source, document, faults } = chosenSource(entity);
  const good: Remote[] = [];
  const places: string[] = [];
  source?.remotes.forEach((value, index) => {
    const path = `${source.path}[${index}]`;
    const remote = readRemote(value, path, faults);
    if (!remote) return;
    if (good.length === limits.remotes) {
      faults.push({
        path,
        message: `left out: a server has at most ${limits.remotes} remotes`,
      });
      return;
    }
    good.push(remote);
    places.push(path);
  });
  return { remotes: good, places, faults, document };
}
