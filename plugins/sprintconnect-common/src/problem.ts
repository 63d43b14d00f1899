import { z } from 'zod';
import { type ProblemKind, problemKinds } from './problemKinds';

/** One fault of a refused request. `path` is a JSON path such as `remotes[0].url`; empty for the whole. @public */
export const faultSchema = z.object({ path: z.string(), message: z.string() });
/** What {@link faultSchema} accepts. @public */
export type Fault = z.infer<typeof faultSchema>;

const BASE = 'https://sprintconnect.io/problems/';

/** The `type` of a problem of a kind: a name and no address, so that nothing need answer there. @public */
export type ProblemType = `https://sprintconnect.io/problems/${ProblemKind}`;

/** The `type` of the problems of a kind. @public */
export function problemTypeOf<K extends ProblemKind>(
  kind: K,
): `https://sprintconnect.io/problems/${K}` {
  return `${BASE}${kind}`;
}

/** The kind of a problem by its `type`; undefined for `about:blank` and for what a newer SprintConnect names. @public */
export function problemKindOf(type: string): ProblemKind | undefined {
  const name = type.startsWith(BASE) ? type.slice(BASE.length) : '';
  return Object.hasOwn(problemKinds, name) ? (name as ProblemKind) : undefined;
}

const kinds = Object.keys(problemKinds) as ProblemKind[];

/** Any text is read, so that a client goes on with a kind that it does not know yet. */
const problemTypeSchema: z.ZodType<
  ProblemType | 'about:blank' | (string & {}),
  string
> = z.union([
  z.enum(['about:blank', ...kinds.map(kind => problemTypeOf(kind))]),
  z.string().describe('Kinds of a newer version'),
]);

/** The body of every error answer, `application/problem+json` (RFC 9457, section 3). @public */
export const problemSchema = z.object({
  type: problemTypeSchema,
  title: z.string(),
  status: z.number().int(),
  detail: z.string(),
  instance: z.string(),
  requestId: z.string(),
  errors: z.array(faultSchema).optional(),
  /** Of a call that has a record: where to read of it, under `/v1/calls/{id}`. */
  callId: z.uuid().optional(),
  /** Of `connection-required`: the page where the caller, and nobody else, connects the account that is missing. */
  connectUrl: z.url().optional(),
});
/** What {@link problemSchema} accepts. @public */
export type Problem = z.infer<typeof problemSchema>;
