import type {
  CapabilityKind,
  Server,
} from '@sprintconnect/plugin-sprintconnect-common';
import { countsByKind, kindOrder } from './kinds';
import { type OfferedOfKind, useCapabilities } from './useCapabilities';

/**
 * What a server offers of one kind, or of all kinds in their order. Every kind is a list of its own, so that
 * thousands of resources never stand between a reader and the tools.
 */
export function useOffered(
  server: Server,
  filters: { kind?: CapabilityKind; q?: string },
): OfferedOfKind[] {
  const { kind, q } = filters;
  const counts = countsByKind(server.counts);
  const of = (each: CapabilityKind) => ({
    kind: each,
    q,
    wanted: (kind ?? each) === each && counts[each] > 0,
  });
  const byKind: Record<CapabilityKind, OfferedOfKind> = {
    tool: useCapabilities(server, of('tool')),
    prompt: useCapabilities(server, of('prompt')),
    resource: useCapabilities(server, of('resource')),
    'resource-template': useCapabilities(server, of('resource-template')),
  };
  return kindOrder
    .filter(each => (kind ?? each) === each)
    .map(each => byKind[each]);
}
