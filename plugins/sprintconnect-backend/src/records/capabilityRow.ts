import {
  type Capability,
  type CapabilityKind,
  type Server,
  estimateTokens,
} from '@sprintconnect/plugin-sprintconnect-common';
import type { Dialect } from '../ports';
import { lastListed } from './lastListed';

/** A row of `capabilities` as callers see it. Its server, if known, says when it was last seen. */
export function toCapability(
  row: Record<string, unknown>,
  { dialect, server }: { dialect: Dialect; server?: Server },
): Capability {
  const time = (value: unknown) =>
    (dialect.fromTime(value) as Date).toISOString();
  const definition = dialect.fromJson<Record<string, unknown>>(
    row.definition,
  ) as Record<string, unknown>;
  const kind = row.kind as CapabilityKind;
  const notes = dialect.fromJson<string[]>(row.notes);
  return {
    id: String(row.id),
    serverId: String(row.server_id),
    kind,
    name: String(row.name),
    ...textsOf(definition),
    ...recordsOf(definition),
    definition,
    digest: String(row.digest),
    firstSeen: time(row.first_seen),
    lastSeen: (server && lastListed(server, kind)) ?? time(row.last_seen),
    ...(notes && { notes }),
    ...(kind === 'tool' && { tokens: estimateTokens(definition) }),
  };
}

/** What a definition says of itself for people. */
export function textsOf(definition: Record<string, unknown>) {
  const { title, description } = definition;
  return {
    ...(typeof title === 'string' && { title }),
    ...(typeof description === 'string' && { description }),
  };
}

/** What a definition says of how it behaves, as conditions read it. */
export function annotationsOf(
  definition: Record<string, unknown>,
): Pick<Capability, 'annotations'> {
  const { annotations } = recordsOf(definition);
  return annotations ? { annotations } : {};
}

/** The parts of a definition that are objects, as they should be; a server may send anything. */
export function recordsOf(definition: Record<string, unknown>) {
  const names = ['inputSchema', 'outputSchema', 'annotations'] as const;
  return Object.fromEntries(
    names
      .filter(name => {
        const value = definition[name];
        return (
          typeof value === 'object' && value !== null && !Array.isArray(value)
        );
      })
      .map(name => [name, definition[name]]),
  ) as Pick<Capability, (typeof names)[number]>;
}
