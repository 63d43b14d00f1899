import {
  ANNOTATION_LOCATION,
  ANNOTATION_ORIGIN_LOCATION,
  DEFAULT_NAMESPACE,
  type Entity,
} from '@backstage/catalog-model';
import {
  annotations,
  toEntityName,
  toServerJson,
  toServerJsonRemote,
  type Server,
} from '@sprintconnect/plugin-sprintconnect-common';

/** Type of the location of every entity that our provider emits; the target is the id of the server. */
export const LOCATION_TYPE = 'sprintconnect';
/** What an entity is made of, and whether there is to be one: all that is asked of the registry. */
export const ENTITY_FIELDS = [
  'id',
  'name',
  'title',
  'description',
  'environment',
  'remotes',
  'tags',
  'owner',
  'lifecycle',
  'system',
  'status',
  'origin',
] as const satisfies readonly (keyof Server)[];

export type EntitySource = Pick<Server, (typeof ENTITY_FIELDS)[number]>;

const DEFAULT_LIFECYCLE = 'experimental';
const TAG = 'mcp';

/**
 * The catalog entity of a server that was registered outside the catalog. Pure.
 *
 * @remarks
 *
 * It carries identity, ownership and where the server is reached, and nothing observed: what changes with
 * each discovery or probe would have the catalog process and stitch the entity again each time. Both
 * `remotes` (Backstage's ai-model) and `definition` (the plain API schema) are there, so that the entity is
 * valid in a catalog with and without that model.
 */
export function toEntity(
  server: EntitySource,
  options: {
    defaultOwner: string;
    /** Id of its organisation. Default: the only one. */
    organisation?: string;
  },
): Entity {
  const location = `${LOCATION_TYPE}:${server.id}`;
  return {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'API',
    metadata: {
      name: toEntityName({ ...server, orgId: options.organisation }),
      namespace: DEFAULT_NAMESPACE,
      ...(server.title ? { title: server.title } : {}),
      ...(server.description ? { description: server.description } : {}),
      tags: [...new Set([...server.tags, TAG])],
      annotations: {
        [ANNOTATION_LOCATION]: location,
        [ANNOTATION_ORIGIN_LOCATION]: location,
        [annotations.serverId]: server.id,
        [annotations.environment]: server.environment,
        ...(options.organisation && {
          [annotations.organization]: options.organisation,
        }),
      },
    },
    spec: {
      type: 'mcp-server',
      lifecycle: server.lifecycle ?? DEFAULT_LIFECYCLE,
      owner: server.owner ?? options.defaultOwner,
      ...(server.system ? { system: server.system } : {}),
      remotes: server.remotes.map(remote => ({
        ...toServerJsonRemote(remote),
      })),
      definition: toServerJson(server),
    },
  };
}
