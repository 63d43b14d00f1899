import { z } from 'zod';
import { characters } from './characters';
import { fieldsOf } from './fieldsOf';
import { pageQuerySchema } from './page';

/** The four kinds of things that a server can offer (MCP, Server Features). @public */
export const capabilityKindSchema = z.enum([
  'tool',
  'resource',
  'resource-template',
  'prompt',
]);
/** What {@link capabilityKindSchema} accepts. @public */
export type CapabilityKind = z.infer<typeof capabilityKindSchema>;

/**
 * One thing that a server offers. `name` is the tool or prompt name, the resource URI, or the URI
 * template: what identifies it on the wire. `definition` is the whole object as the server sent it, but for what `notes` say, each a
 * sentence: halves of surrogate pairs, which no system can store, are U+FFFD. `tokens`, which only tools have, is what
 * {@link estimateTokens} says of the definition.
 *
 * @public
 */
export const capabilitySchema = z.object({
  id: z.uuid(),
  serverId: z.uuid(),
  kind: capabilityKindSchema,
  name: z.string(),
  title: z.string().optional(),
  description: z.string().optional(),
  inputSchema: z.record(z.string(), z.unknown()).optional(),
  outputSchema: z.record(z.string(), z.unknown()).optional(),
  annotations: z.record(z.string(), z.unknown()).optional(),
  definition: z.record(z.string(), z.unknown()),
  digest: z.string(),
  firstSeen: z.iso.datetime(),
  lastSeen: z.iso.datetime(),
  notes: z.array(z.string()).optional(),
  tokens: z
    .int()
    .min(0)
    .describe("Estimated tokens in a model's context; only for tools")
    .optional(),
});
/** What {@link capabilitySchema} accepts. @public */
export type Capability = z.infer<typeof capabilitySchema>;

/**
 * What using a capability may do: it only reads, it may add, or it may destroy.
 *
 * @public
 */
export type CapabilityEffect = 'read-only' | 'additive' | 'destructive';

/**
 * What a capability says of itself (MCP, Tool Annotations). Resources and prompts only answer; a tool that says nothing may
 * destroy, because that is the default of `destructiveHint`. Hints are claims of the server, not proof.
 *
 * @public
 */
export function effectOf({
  kind,
  annotations,
}: Pick<Capability, 'kind' | 'annotations'>): CapabilityEffect {
  if (kind !== 'tool' || annotations?.readOnlyHint === true) return 'read-only';
  return annotations?.destructiveHint === false ? 'additive' : 'destructive';
}

/**
 * Query of `GET /v1/servers/{id}/capabilities`; `q` looks for a part of name, title or description.
 *
 * @public
 */
export const capabilityQuerySchema = pageQuerySchema.extend({
  fields: fieldsOf(capabilitySchema).optional(),
  kind: capabilityKindSchema.describe('Kind of the capabilities').optional(),
  q: characters(200)
    .describe("Part of the name, title, or description; case doesn't matter")
    .optional(),
});
/** What {@link capabilityQuerySchema} accepts. @public */
export type CapabilityQuery = z.infer<typeof capabilityQuerySchema>;
