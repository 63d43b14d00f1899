import { z } from 'zod';
import { auditCallerSchema } from './audit';
import { capabilityKindSchema } from './capabilities';
import { characters } from './characters';
import { fieldsOf } from './fieldsOf';
import { flagSchema } from './flag';
import { pageQuerySchema } from './page';
import { faultSchema } from './problem';
import { valueList } from './valueList';

/**
 * Where a call came in: `rest` and `mcp` by the doors for agents, `portal` by a page, `action` by an action of Backstage or a step of a
 * template.
 *
 * @public
 */
export const entranceSchema = z.enum(['rest', 'mcp', 'portal', 'action']);
/** What {@link entranceSchema} accepts. @public */
export type Entrance = z.infer<typeof entranceSchema>;

/** What a call asks of a server, by the name of the method in MCP. @public */
export const callMethodSchema = z.enum([
  'tools/call',
  'prompts/get',
  'resources/read',
  'resources/subscribe',
  'completion/complete',
]);
/** What {@link callMethodSchema} accepts. @public */
export type CallMethod = z.infer<typeof callMethodSchema>;

/**
 * How a call ended. `tool-error`: the tool ran and says that it failed; `refused`: rules, limits or the state of the server forbade it;
 * `invalid`: the arguments do not fit; `upstream-failed`: the server could not be reached, or did not answer as MCP asks;
 * `unknown`: the process that waited for the answer has died, so that nobody knows whether it ran.
 *
 * @public
 */
export const callOutcomeSchema = z.enum([
  'succeeded',
  'tool-error',
  'refused',
  'invalid',
  'upstream-failed',
  'timed-out',
  'cancelled',
  'unknown',
]);
/** What {@link callOutcomeSchema} accepts. @public */
export type CallOutcome = z.infer<typeof callOutcomeSchema>;

/**
 * One use of a capability. Without `outcome` and `closedAt` while it is under way. `durationMs` is from the question to the answer,
 * `upstreamMs` the share of the server in it. Arguments and results are there only where `sprintconnect.calls.keepBodies` keeps them,
 * and are redacted.
 *
 * @public
 */
export const callSchema = z.object({
  id: z.uuid(),
  server: z.object({
    id: z.uuid(),
    name: z.string(),
    environment: z.string(),
  }),
  method: callMethodSchema,
  kind: capabilityKindSchema,
  /** The name of the tool or prompt, or the URI of the resource. */
  capability: z.string(),
  caller: auditCallerSchema,
  entrance: entranceSchema,
  openedAt: z.iso.datetime(),
  closedAt: z.iso.datetime().optional(),
  outcome: callOutcomeSchema.optional(),
  /** Why it did not succeed, for machines. */
  code: z.string().optional(),
  /** Why it did not succeed, for people. */
  reason: z.string().optional(),
  durationMs: z.number().optional(),
  upstreamMs: z.number().optional(),
  argumentBytes: z.int(),
  resultBytes: z.int().optional(),
  requestId: z.string(),
  traceId: z.string().optional(),
  arguments: z.unknown().optional(),
  result: z.unknown().optional(),
});
/** What {@link callSchema} accepts. @public */
export type Call = z.infer<typeof callSchema>;

/**
 * Query of `GET /v1/calls`, youngest first: the caller's own calls, and all of the servers that the caller may change. `server` is an
 * id; `from` and `to` bound `openedAt`.
 *
 * @public
 */
export const callQuerySchema = pageQuerySchema.omit({ count: true }).extend({
  fields: fieldsOf(callSchema).optional(),
  server: z.uuid().describe('ID of the server').optional(),
  capability: characters(2000)
    .min(1)
    .describe('Name of the tool or prompt, or URI of the resource')
    .optional(),
  caller: characters(512)
    .min(1)
    .describe('Reference of the caller, such as `user:default/ada`')
    .optional(),
  outcome: valueList(callOutcomeSchema, { min: 1 })
    .describe('How the call ended')
    .optional(),
  from: z.iso
    .datetime({ offset: true })
    .describe('Start, inclusive')
    .optional(),
  to: z.iso.datetime({ offset: true }).describe('End, exclusive').optional(),
});
/** What {@link callQuerySchema} accepts. @public */
export type CallQuery = z.infer<typeof callQuerySchema>;

const timeoutMs = z
  .int()
  .min(1)
  .max(3_600_000)
  .describe('How long the caller waits, in milliseconds')
  .optional();

/** Body of `POST /v1/servers/{id}/tools/{name}/call`. @public */
export const toolCallBodySchema = z.strictObject({
  arguments: z.record(z.string(), z.unknown()).default({}),
  timeoutMs,
});
/** What {@link toolCallBodySchema} accepts. @public */
export type ToolCallBody = z.input<typeof toolCallBodySchema>;

/** Body of `POST /v1/servers/{id}/prompts/{name}/get`. @public */
export const promptGetBodySchema = z.strictObject({
  arguments: z.record(z.string(), z.string()).default({}),
  timeoutMs,
});
/** What {@link promptGetBodySchema} accepts. @public */
export type PromptGetBody = z.input<typeof promptGetBodySchema>;

/** Body of `POST /v1/servers/{id}/resources/read`. @public */
export const resourceReadBodySchema = z.strictObject({
  uri: characters(2000).min(1),
  timeoutMs,
});
/** What {@link resourceReadBodySchema} accepts. @public */
export type ResourceReadBody = z.input<typeof resourceReadBodySchema>;

/**
 * Answer of a call by REST: what the server answered, as it did (MCP, `CallToolResult`, `GetPromptResult`, `ReadResourceResult`). A tool
 * that ran and failed is `tool-error`, with `isError` in its result. With `Accept: text/event-stream` the answer is the data of the event
 * `result`, after events `progress` with `{progress, total?, message?}`; a problem is the data of the event `problem`.
 *
 * @public
 */
export const callResultSchema = z.object({
  callId: z.uuid(),
  outcome: z.enum(['succeeded', 'tool-error']),
  durationMs: z.number(),
  upstreamMs: z.number().optional(),
  result: z.record(z.string(), z.unknown()),
});
/** What {@link callResultSchema} accepts. @public */
export type CallResult = z.infer<typeof callResultSchema>;

/** Data of the event `progress` of a call that is answered as a stream: how far it has come (MCP, Progress). @public */
export const callProgressSchema = z.object({
  progress: z.number(),
  total: z.number().optional(),
  message: z.string().optional(),
});
/** What {@link callProgressSchema} accepts. @public */
export type CallProgress = z.infer<typeof callProgressSchema>;

/**
 * Answer of a call with `?dryRun=true`: whether it would be made, and what stands in its way otherwise. The server is not asked.
 *
 * @public
 */
export const callRehearsalSchema = z.object({
  wouldCall: z.boolean(),
  /** Every step in its order, up to the first that refuses. */
  steps: z.array(
    z.object({
      step: z.string(),
      passes: z.boolean(),
      code: z.string().optional(),
      message: z.string().optional(),
    }),
  ),
  faults: z.array(faultSchema).optional(),
});
/** What {@link callRehearsalSchema} accepts. @public */
export type CallRehearsal = z.infer<typeof callRehearsalSchema>;

/** Answer of the routes that make calls: of the call, or of its rehearsal. @public */
export const callAnswerSchema = z.union([
  callResultSchema,
  callRehearsalSchema,
]);

/** Query of the routes that make calls. @public */
export const callOptionsQuerySchema = z.strictObject({
  dryRun: flagSchema
    .describe('true: only say whether the call would be made')
    .optional(),
});
