import {
  type CapabilityKind,
  capabilityKindSchema,
  type Server,
} from '@sprintconnect/plugin-sprintconnect-common';

/** The kinds as a reader wants them: what a server can do comes before what it can show. */
export const kindOrder = [
  'tool',
  'prompt',
  'resource',
  'resource-template',
] as const satisfies CapabilityKind[];

/** How many of each kind a server offers. */
export function countsByKind(
  counts: Server['counts'],
): Record<CapabilityKind, number> {
  return {
    tool: counts.tools,
    prompt: counts.prompts,
    resource: counts.resources,
    'resource-template': counts.resourceTemplates,
  };
}

/** The kind that a text names, if it names one. */
export function kindOf(text: unknown): CapabilityKind | undefined {
  const found = capabilityKindSchema.safeParse(text);
  return found.success ? found.data : undefined;
}
