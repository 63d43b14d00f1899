import { z } from 'zod';
import { pageQuerySchema } from './page';

/** @public */
export const capabilityKindSchema = z.enum([
  'tool',
  'resource',
  'resource-template',
  'prompt',
]);
/** @public */
export type CapabilityKind = z.infer<typeof capabilityKindSchema>;

/**
 * One thing that a server offers. `name` is the tool or prompt name, the resource URI, or the URI
 * template: what identifies it on the wire. `definition` is the whole object as the server sent it.
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
});
/** @public */
export type Capability = z.infer<typeof capabilitySchema>;

/** @public */
export const capabilityQuerySchema = pageQuerySchema.extend({
  kind: capabilityKindSchema.optional(),
  q: z.string().max(200).optional(),
});
/** @public */
export type CapabilityQuery = z.infer<typeof capabilityQuerySchema>;
