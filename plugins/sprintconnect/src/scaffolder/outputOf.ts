import { parseEntityRef, stringifyEntityRef } from '@backstage/catalog-model';

/** What a task says of the server that it made: its id, where it waited for it, or the entity that it will be. */
export type ServerOutput = { serverId: string } | { entityRef: string };

/** The server that the output of a task tells of; nothing of other tasks, and of those that have not ended well. */
export function outputOf(
  output: Readonly<Record<string, unknown>> | undefined,
): ServerOutput | undefined {
  const { serverId, entityRef } = output ?? {};
  if (typeof serverId === 'string' && serverId) return { serverId };
  if (typeof entityRef !== 'string') return undefined;
  try {
    const ref = parseEntityRef(entityRef, { defaultKind: 'api' });
    return { entityRef: stringifyEntityRef(ref) };
  } catch {
    return undefined;
  }
}
