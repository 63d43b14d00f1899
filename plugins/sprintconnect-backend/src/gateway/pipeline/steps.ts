import {
  type Entrance,
  capabilityReadPermission,
  capabilityUsePermission,
  serverReadPermission,
} from '@sprintconnect/plugin-sprintconnect-common';
import type { Authorizer, ConcurrencyGate, RequestContext } from '../../ports';
import type { SchemaJudge } from '../arguments/createSchemaJudge';
import type { Refusal } from '../call/CallAnswer';
import type { CalledServerStore } from './CalledServerStore';
import type { Passage } from './Passage';
import type { PipelineSettings } from './PipelineSettings';
import {
  argumentsInvalid,
  argumentsTooLarge,
  notThere,
  outOfUse,
  tooManyCalls,
} from './refusals';
import { requireHeaders } from './requireHeaders';

/** What the steps stand on. */
export interface StepDeps {
  store: CalledServerStore;
  authorizer: Authorizer;
  schemas: SchemaJudge;
  /** By caller. */
  underWay: ConcurrencyGate;
  settings: PipelineSettings;
  logger: { info(message: string): void; warn(message: string): void };
}

/** One question that every call is asked before anything of it leaves. */
export interface Step {
  name: string;
  /** Where calls come in that are asked it. */
  entrances: readonly Entrance[];
  /** It takes from what is limited, so that a rehearsal leaves it out. */
  takes?: boolean;
  ask(passage: Passage, deps: StepDeps): Promise<Refusal | undefined>;
}

const ALL: readonly Entrance[] = ['rest', 'mcp', 'portal', 'action'];

/**
 * Every call goes through these, in this order, and then through `record opens → upstream → result → record closes` (createPipeline.ts).
 * Who is calling is known at the door (`gateOrder.test.ts`), where requests and actions are counted, too.
 *
 * @remarks
 *
 * Permission comes before the status of the server: who may not use a server is not told how it is.
 */
export const STEPS: readonly Step[] = [
  { name: 'capability', entrances: ALL, ask: findCapability },
  { name: 'permission', entrances: ALL, ask: requirePermission },
  { name: 'status', entrances: ALL, ask: requireInUse },
  // Policy and trust stand here: one line each.
  { name: 'concurrency', entrances: ALL, takes: true, ask: takePlace },
  { name: 'headers', entrances: ['mcp'], ask: requireHeaders },
  { name: 'arguments', entrances: ALL, ask: judgeArguments },
];

async function findCapability(
  passage: Passage,
  { store }: StepDeps,
): Promise<Refusal | undefined> {
  passage.found = await store.find(passage.ctx, passage.asked);
  // What is not there takes as long as what is forbidden: the next step refuses both.
  return undefined;
}

async function requirePermission(
  { ctx, found }: Passage,
  { authorizer }: StepDeps,
): Promise<Refusal | undefined> {
  const [servers, readable, usable] = await authorizer.judgements(ctx, [
    serverReadPermission,
    capabilityReadPermission,
    capabilityUsePermission,
  ]);
  if (!found || !servers.allows({ server: found.server })) {
    if (found) found.isHidden = true;
    return notThere();
  }
  const { server, capability } = found;
  if (!capability) return notThere();
  const thing = { server, capability };
  if (readable.allows(thing) && usable.allows(thing)) return undefined;
  found.isForbidden = true;
  return notThere();
}

async function requireInUse({ found }: Passage): Promise<Refusal | undefined> {
  const { status, name } = found!.server;
  return status === 'draft' || status === 'retired' || status === 'quarantined'
    ? outOfUse(status, name)
    : undefined;
}

async function takePlace(
  { ctx, releases }: Passage,
  { underWay, settings }: StepDeps,
): Promise<Refusal | undefined> {
  const leave = await underWay.enter(callerKeyOf(ctx));
  if (!leave) return tooManyCalls(settings.concurrent);
  releases.push(leave);
  return undefined;
}

async function judgeArguments(
  { asked, found, measured }: Passage,
  { schemas, settings, logger }: StepDeps,
): Promise<Refusal | undefined> {
  const { argumentBytesMax } = settings;
  if (measured.isTooDeep) {
    return argumentsInvalid([
      { path: 'arguments', message: 'must not be nested so deep' },
    ]);
  }
  if (measured.bytes > argumentBytesMax) {
    return argumentsTooLarge(argumentBytesMax);
  }
  const { inputSchema, digest, name } = found!.capability!;
  if (asked.method !== 'tools/call' || !inputSchema) return undefined;
  const { faults, note } = schemas.judge(measured.plain, {
    schema: inputSchema,
    key: `input ${digest}`,
    root: 'arguments',
  });
  if (note) {
    // Its server judges by it, too; a schema that we cannot read is no reason to keep a tool from everybody.
    logger.warn(
      `Couldn't judge arguments of ${JSON.stringify(name)} of the server ${found!.server.name}: ${note}`,
    );
  }
  return faults && argumentsInvalid(faults);
}

/** Whom sessions and limits belong to. */
export function callerKeyOf({ orgId, caller }: RequestContext): string {
  const { type, ref } = caller;
  const actor = (type === 'user' && caller.actor) || null;
  return JSON.stringify([orgId, type, ref, actor]);
}
