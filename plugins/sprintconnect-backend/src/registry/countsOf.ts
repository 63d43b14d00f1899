import type {
  CapabilityKind,
  Server,
} from '@sprintconnect/plugin-sprintconnect-common';

const COUNTED = {
  tool: 'tools',
  resource: 'resources',
  'resource-template': 'resourceTemplates',
  prompt: 'prompts',
} as const satisfies Record<CapabilityKind, keyof Server['counts']>;

/** How many capabilities there are of each kind. Pure. */
export function countsOf(
  capabilities: readonly { kind: CapabilityKind }[],
): Server['counts'] {
  const counts = { tools: 0, resources: 0, resourceTemplates: 0, prompts: 0 };
  for (const { kind } of capabilities) counts[COUNTED[kind]] += 1;
  return counts;
}
