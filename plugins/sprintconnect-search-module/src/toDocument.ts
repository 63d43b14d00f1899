import type { IndexableDocument } from '@backstage/plugin-search-common';
import {
  type CapabilityHit,
  pageOfServer,
  type Server,
} from '@sprintconnect/plugin-sprintconnect-common';

/** All that is asked of a server for its document. */
export const DOCUMENT_FIELDS = [
  'id',
  'name',
  'title',
  'description',
  'environment',
  'tags',
] as const satisfies readonly (keyof Server)[];

/** A server as the portal's search knows it. Paths are those of the frontend plugin. */
export function toServerDocument(
  server: Pick<Server, (typeof DOCUMENT_FIELDS)[number]>,
): IndexableDocument {
  const { id, name, title, description, environment, tags } = server;
  return {
    title: title ?? name,
    text: description ?? '',
    location: pageOfServer(id),
    authorization: { resourceRef: id },
    ...{ kind: 'mcp-server', name, environment, tags },
  };
}

/** A capability as the portal's search knows it. */
export function toCapabilityDocument(hit: CapabilityHit): IndexableDocument {
  const { capability, server } = hit;
  const { id, name, title, description } = capability;
  return {
    title: title ?? name,
    text: description ?? '',
    location: `/sprintconnect/discover?capability=${encodeURIComponent(id)}`,
    authorization: { resourceRef: id },
    ...{
      kind: 'mcp-capability',
      name,
      capabilityKind: capability.kind,
      serverName: server.title ?? server.name,
      environment: server.environment,
      tags: server.tags,
    },
  };
}
