import { z } from 'zod';
import { characters } from './characters';
import { fieldsOf } from './fieldsOf';
import { flagSchema } from './flag';
import { pageQuerySchema } from './page';
import { valueList } from './valueList';

/**
 * Who did something: any caller, or `anonymous` (with ref `anonymous`) for a request that nobody was behind. `actor` is the
 * portal's own plugin that asked on behalf of a user, such as `plugin:mcp-actions` for an agent; absent where they asked themselves.
 *
 * @public
 */
export const auditCallerSchema = z.object({
  type: z.string(),
  ref: z.string(),
  actor: z.string().optional(),
});
/** What {@link auditCallerSchema} accepts. @public */
export type AuditCaller = z.infer<typeof auditCallerSchema>;

/** Outcome: `failure` is also every refusal. @public */
export const auditOutcomeSchema = z.enum(['success', 'failure']);
/** What {@link auditOutcomeSchema} accepts. @public */
export type AuditOutcome = z.infer<typeof auditOutcomeSchema>;

/**
 * One entry of the audit log. `seq` (without gaps in its organisation) and `hash` (of the entry and the hash before
 * it) are absent for the moment between the write and the seal.
 *
 * @public
 */
export const auditRecordSchema = z.object({
  id: z.uuid(),
  at: z.iso.datetime(),
  caller: auditCallerSchema,
  action: z.string(),
  target: z.object({ type: z.string(), id: z.string() }),
  outcome: auditOutcomeSchema,
  reason: z.string().optional(),
  requestId: z.string(),
  traceId: z.string().optional(),
  /** Where the request came from. */
  address: z.string().optional(),
  /** Hash of the policy in force. Lowercase hex of a SHA-256; absent from entries of before it was kept. */
  policyHash: z.string().optional(),
  /** Ids, names and versions; secrets are blacked out. */
  meta: z.record(z.string(), z.unknown()).optional(),
  seq: z.number().int().optional(),
  /** Lowercase hex of a SHA-256. */
  hash: z.string().optional(),
});
/** What {@link auditRecordSchema} accepts. @public */
export type AuditRecord = z.infer<typeof auditRecordSchema>;

/** What narrows the audit log. */
const auditFilters = {
  actor: characters(512)
    .min(1)
    .describe(
      'Reference of a caller, such as `user:default/ada`, or a part of references without a colon, such as `ada`',
    )
    .optional(),
  action: valueList(characters(100).min(1), { min: 1 })
    .describe('What was done')
    .optional(),
  target: characters(512)
    .min(1)
    .describe(
      'ID of the target, or part of a name that it has or had, in either case: of a server, of a key, or role and holder of a role',
    )
    .optional(),
  outcome: auditOutcomeSchema.describe('Outcome').optional(),
  from: z.iso
    .datetime({ offset: true })
    .describe('Start, inclusive')
    .optional(),
  to: z.iso.datetime({ offset: true }).describe('End, exclusive').optional(),
  anonymous: flagSchema
    .describe(
      'Returns refused unauthenticated requests, which have their own chain',
    )
    .optional(),
};

/** Query of `GET /v1/audit`, newest first. @public */
export const auditQuerySchema = pageQuerySchema.extend({
  fields: fieldsOf(auditRecordSchema).optional(),
  ...auditFilters,
});
/** What {@link auditQuerySchema} accepts. @public */
export type AuditQuery = z.infer<typeof auditQuerySchema>;

/** In which form the audit log is exported: one JSON object per line, or a table for spreadsheets. @public */
export const auditExportFormatSchema = z.enum(['ndjson', 'csv']);
/** What {@link auditExportFormatSchema} accepts. @public */
export type AuditExportFormat = z.infer<typeof auditExportFormatSchema>;

/** Query of `GET /v1/audit/export`. @public */
export const auditExportQuerySchema = z.strictObject({
  ...auditFilters,
  format: auditExportFormatSchema
    .default('ndjson')
    .describe('One JSON object per line, or a table for spreadsheets'),
});
/** What {@link auditExportQuerySchema} accepts. @public */
export type AuditExportQuery = z.infer<typeof auditExportQuerySchema>;
