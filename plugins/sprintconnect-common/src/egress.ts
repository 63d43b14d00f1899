import { z } from 'zod';
import { characters } from './characters';
import { fieldsOf } from './fieldsOf';
import { pageQuerySchema } from './page';
import { lines, oneLine } from './texts';

/** How many rules an organisation can have. @public */
export const egressRulesMax = 1_000;

const environmentSchema = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]{0,62}$/, "isn't an environment name");
const actionSchema = z.enum(['allow', 'deny']);
const portsSchema = z.array(z.number().int().min(1).max(65_535)).min(1).max(20);

/**
 * What an organisation says of one destination. A rule to allow opens public addresses, or with `range` those of the range; a rule to deny
 * closes every address, or with `range` those of the range, and goes before each rule to allow.
 *
 * @public
 */
export const egressRuleSchema = z.object({
  id: z.uuid(),
  /** Absent: all environments. */
  environment: z.string().optional(),
  action: actionSchema,
  /**
   * A host name in lower case, or a pattern: `*` alone is every host, also one that is named by its address; `*.` at the start is one or
   * more labels; any other `*` is part of one label.
   */
  host: z.string(),
  /** Addresses as a CIDR range, such as `10.20.0.0/16`. A private one lies within `sprintconnect.egress.privateRanges`. */
  range: z.string().optional(),
  /** Absent: every port that is not denied to all. */
  ports: z.array(z.number().int()).optional(),
  note: z.string().optional(),
  createdBy: z.string(),
  createdAt: z.iso.datetime(),
  updatedBy: z.string(),
  updatedAt: z.iso.datetime(),
  /** Sent as `If-Match` to change or delete the rule. */
  revision: z.number().int(),
});
/** What {@link egressRuleSchema} accepts. @public */
export type EgressRule = z.infer<typeof egressRuleSchema>;

const hostSchema = oneLine(253).min(1);
const rangeSchema = oneLine(64).min(1);

/** Body of `POST /v1/egress/rules`. See {@link egressRuleSchema}. @public */
export const createEgressRuleSchema = z.strictObject({
  /** One of the configured ones. Default: all. */
  environment: environmentSchema.optional(),
  action: actionSchema,
  /** Default: every host. */
  host: hostSchema.default('*'),
  range: rangeSchema.optional(),
  ports: portsSchema.optional(),
  note: lines(500).optional(),
});
/** What {@link createEgressRuleSchema} accepts. @public */
export type CreateEgressRule = z.input<typeof createEgressRuleSchema>;

/** Body of `PATCH /v1/egress/rules/{id}`: what changes (RFC 7396); null takes away. @public */
export const updateEgressRuleSchema = z
  .strictObject({
    environment: environmentSchema.nullable(),
    action: actionSchema,
    host: hostSchema,
    range: rangeSchema.nullable(),
    ports: portsSchema.nullable(),
    note: lines(500).nullable(),
  })
  .partial();
/** What {@link updateEgressRuleSchema} accepts. @public */
export type UpdateEgressRule = z.input<typeof updateEgressRuleSchema>;

/** Query of `GET /v1/egress/rules`, newest first. @public */
export const egressRuleQuerySchema = pageQuerySchema.extend({
  fields: fieldsOf(egressRuleSchema).optional(),
});
/** What {@link egressRuleQuerySchema} accepts. @public */
export type EgressRuleQuery = z.infer<typeof egressRuleQuerySchema>;

/** Body of `POST /v1/egress/check`: would a server of this environment be reached at this URL? @public */
export const checkEgressSchema = z.strictObject({
  url: characters(2048).min(1),
  environment: environmentSchema,
});
/** What {@link checkEgressSchema} accepts. @public */
export type CheckEgress = z.infer<typeof checkEgressSchema>;

/**
 * Answer of `POST /v1/egress/check`. `why` is for people. `decidedBy` is what decided: a rule, `sprintconnect.egress.allow`
 * (`configuration`), what holds where no rule says anything (`default`), or the URL, its port or its address by itself. The rule
 * and the addresses are told to those who manage egress.
 *
 * @public
 */
export const egressCheckSchema = z.object({
  allowed: z.boolean(),
  why: z.string(),
  decidedBy: z.enum([
    'url',
    'port',
    'address',
    'rule',
    'configuration',
    'default',
    'proxy',
    'unresolved',
  ]),
  rule: egressRuleSchema.optional(),
  addresses: z
    .array(z.object({ address: z.string(), allowed: z.boolean() }))
    .optional(),
});
/** What {@link egressCheckSchema} accepts. @public */
export type EgressCheck = z.infer<typeof egressCheckSchema>;

/**
 * Answer of `GET /v1/egress/settings`: what the configuration says, which rules cannot go beyond. `reaches` is what an environment reaches
 * where no rule says anything.
 *
 * @public
 */
export const egressSettingsAnswerSchema = z.object({
  environments: z.array(
    z.object({ name: z.string(), reaches: z.enum(['public', 'none']) }),
  ),
  privateRanges: z.array(z.string()),
  hasProxy: z.boolean(),
});
/** What {@link egressSettingsAnswerSchema} accepts. @public */
export type EgressSettingsAnswer = z.infer<typeof egressSettingsAnswerSchema>;

/** Query of `GET /v1/egress/attempts`. @public */
export const egressAttemptsQuerySchema = z.strictObject({
  hours: z.coerce
    .number()
    .int()
    .min(1)
    .max(168)
    .default(24)
    .describe('How far back, in full hours'),
});
/** What {@link egressAttemptsQuerySchema} accepts. @public */
export type EgressAttemptsQuery = z.infer<typeof egressAttemptsQuerySchema>;

/**
 * Answer of `GET /v1/egress/attempts`: how often servers of the organisation were to be reached, by environment, host and outcome; those
 * that were refused first, and at most 200. `outcome` is `reached`, `failed`, or the code of the refusal. Counts are seconds old.
 *
 * @public
 */
export const egressAttemptsSchema = z.object({
  from: z.iso.datetime(),
  items: z.array(
    z.object({
      environment: z.string(),
      host: z.string(),
      outcome: z.string(),
      count: z.number().int(),
      /** The hour of the last one. */
      lastHour: z.iso.datetime(),
    }),
  ),
});
/** What {@link egressAttemptsSchema} accepts. @public */
export type EgressAttempts = z.infer<typeof egressAttemptsSchema>;
