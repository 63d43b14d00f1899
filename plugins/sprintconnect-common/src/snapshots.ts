import { z } from 'zod';
import { capabilityKindSchema } from './capabilities';
import { fieldsOf } from './fieldsOf';
import { pageQuerySchema } from './page';
import { eraSchema } from './servers';

/**
 * One version of what a server offers, without its content. Digests are `sha256:` and lowercase hex. `failedLists` names the
 * lists that had a fault when this version was found: what could not be read of them is as in the version before.
 *
 * @public
 */
export const snapshotSummarySchema = z.object({
  serverId: z.uuid(),
  version: z.number().int(),
  digest: z.string(),
  era: eraSchema,
  protocolVersion: z.string(),
  serverInfo: z
    .object({
      name: z.string(),
      version: z.string(),
      title: z.string().optional(),
    })
    .optional(),
  counts: z.object({
    tools: z.number().int(),
    resources: z.number().int(),
    resourceTemplates: z.number().int(),
    prompts: z.number().int(),
  }),
  createdAt: z.iso.datetime(),
  failedLists: z.array(capabilityKindSchema).optional(),
});
/** What {@link snapshotSummarySchema} accepts. @public */
export type SnapshotSummary = z.infer<typeof snapshotSummarySchema>;

/** Query of `GET /v1/servers/{id}/snapshots`. @public */
export const snapshotQuerySchema = pageQuerySchema.extend({
  fields: fieldsOf(snapshotSummarySchema).optional(),
});
/** What {@link snapshotQuerySchema} accepts. @public */
export type SnapshotQuery = z.infer<typeof snapshotQuerySchema>;

/** One capability inside a snapshot. @public */
export const snapshotCapabilitySchema = z.object({
  kind: capabilityKindSchema,
  name: z.string(),
  digest: z.string(),
  definition: z.record(z.string(), z.unknown()),
  /** What was changed in the definition to keep it. */
  notes: z.array(z.string()).optional(),
});
/** What {@link snapshotCapabilitySchema} accepts. @public */
export type SnapshotCapability = z.infer<typeof snapshotCapabilitySchema>;

/** A snapshot with its content, sorted by kind, then name. @public */
export const snapshotSchema = snapshotSummarySchema.extend({
  instructions: z.string().optional(),
  capabilities: z.array(snapshotCapabilitySchema),
});
/** What {@link snapshotSchema} accepts. @public */
export type Snapshot = z.infer<typeof snapshotSchema>;

/**
 * What became different in a capability or in the server itself.
 * `input-widened`: every input accepted before is accepted still; `input-narrowed`: some no longer is.
 *
 * @public
 */
export const changeGradeSchema = z.enum([
  'added',
  'removed',
  'description',
  'title',
  'input-widened',
  'input-narrowed',
  'output',
  'annotations',
  'destructive-hint-flipped',
  'read-only-hint-flipped',
  'url-introduced',
  'instructions',
  'other',
]);
/** What {@link changeGradeSchema} accepts. @public */
export type ChangeGrade = z.infer<typeof changeGradeSchema>;

/** How much a change deserves a reader's attention. @public */
export const severitySchema = z.enum(['info', 'notice', 'warning', 'critical']);
/** What {@link severitySchema} accepts. @public */
export type Severity = z.infer<typeof severitySchema>;

/** One graded change. `before` and `after` are the parts that differ; `path` says where inside the definition. @public */
export const changeSchema = z.object({
  kind: capabilityKindSchema.or(z.literal('server')),
  name: z.string(),
  grade: changeGradeSchema,
  severity: severitySchema,
  path: z.string().optional(),
  before: z.unknown().optional(),
  after: z.unknown().optional(),
});
/** What {@link changeSchema} accepts. @public */
export type Change = z.infer<typeof changeSchema>;

/** Answer of `GET /v1/servers/{id}/snapshots/{a}/diff/{b}`: changes from version `from` to version `to`. @public */
export const snapshotDiffSchema = z.object({
  serverId: z.uuid(),
  from: z.number().int(),
  to: z.number().int(),
  identical: z.boolean(),
  severity: severitySchema,
  changes: z.array(changeSchema),
});
/** What {@link snapshotDiffSchema} accepts. @public */
export type SnapshotDiff = z.infer<typeof snapshotDiffSchema>;
