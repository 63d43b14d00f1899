import type {
  Call,
  CallMethod,
  CallOutcome,
  CapabilityKind,
  Entrance,
} from '@sprintconnect/plugin-sprintconnect-common';
import type { Dialect, RequestContext } from '../../ports';
import { storable } from '../../records';
import type { ClosedCall, OpenedCall } from './CallLog';
import { redactBody } from './redactBody';

/** What is written when a call ends. */
export interface ClosedColumns {
  closed_at: Date;
  outcome: CallOutcome;
  code: string | null;
  reason: string | null;
  upstream_ms: number | null;
  result_bytes: number | null;
  result: string | null;
}

/** What is written when a call begins. */
export interface OpenedColumns {
  id: string;
  org_id: string;
  server_id: string;
  server_name: string;
  environment: string;
  method: CallMethod;
  kind: CapabilityKind;
  capability: string;
  caller_type: string;
  caller_ref: string;
  caller_actor: string | null;
  entrance: Entrance;
  instance: string;
  opened_at: Date;
  argument_bytes: number;
  request_id: string;
  trace_id: string | null;
  arguments: string | null;
}

/** A row of `calls` as the database gives it; a list leaves the bodies out. */
export type CallRow = Omit<
  OpenedColumns,
  'opened_at' | 'argument_bytes' | 'arguments'
> & {
  opened_at: unknown;
  argument_bytes: unknown;
  arguments?: string | null;
} & {
  [Column in Exclude<keyof ClosedColumns, 'result'>]: unknown;
} & { result?: string | null };

const bounded = (text: string, length: number) =>
  storable(text.slice(0, length));

/** The columns of a call that begins. Nothing in it is longer than its column, whatever was asked for. */
export function openedColumns(
  ctx: RequestContext,
  call: OpenedCall,
  as: { id: string; instance: string; at: Date; keepsBodies: boolean },
): OpenedColumns {
  const { server } = call;
  const { caller } = ctx;
  const actor = caller.type === 'user' ? caller.actor : undefined;
  return {
    id: as.id,
    org_id: ctx.orgId,
    server_id: bounded(server.id, 36),
    server_name: bounded(server.name, 255),
    environment: bounded(server.environment, 255),
    method: call.method,
    kind: call.kind,
    capability: bounded(call.capability, 2_000),
    caller_type: caller.type,
    caller_ref: bounded(caller.ref, 512),
    caller_actor: actor?.slice(0, 255) ?? null,
    entrance: call.entrance,
    instance: as.instance,
    opened_at: as.at,
    argument_bytes: call.argumentBytes,
    request_id: bounded(ctx.requestId, 200),
    trace_id: ctx.traceId?.slice(0, 32) ?? null,
    arguments: keptBody(call.arguments, as),
  };
}

/** The columns of a call that ends. */
export function closedColumns(
  how: ClosedCall,
  as: { at: Date; keepsBodies: boolean },
): ClosedColumns {
  return {
    closed_at: as.at,
    outcome: how.outcome,
    code: how.code ? bounded(how.code, 100) : null,
    reason: how.reason ? bounded(how.reason, 2_000) : null,
    upstream_ms: how.upstreamMs ?? null,
    result_bytes: how.resultBytes ?? null,
    result: keptBody(how.result, as),
  };
}

function keptBody(
  body: unknown,
  { keepsBodies }: { keepsBodies: boolean },
): string | null {
  return keepsBodies && body !== undefined ? redactBody(body) : null;
}

/** A call as the routes tell it. */
export function toCall(row: CallRow, dialect: Dialect): Call {
  const openedAt = dialect.fromTime(row.opened_at)!;
  const closedAt = dialect.fromTime(row.closed_at);
  const optional = {
    outcome: row.outcome as CallOutcome | null,
    code: row.code as string | null,
    reason: row.reason as string | null,
    upstreamMs: row.upstream_ms as number | null,
    resultBytes:
      row.result_bytes === null ? null : dialect.fromBigInt(row.result_bytes),
    traceId: row.trace_id,
    arguments: dialect.fromJson(row.arguments),
    result: dialect.fromJson(row.result),
  };
  return {
    id: row.id,
    server: {
      id: row.server_id,
      name: row.server_name,
      environment: row.environment,
    },
    method: row.method,
    kind: row.kind,
    capability: row.capability,
    caller: {
      type: row.caller_type,
      ref: row.caller_ref,
      ...(row.caller_actor !== null && { actor: row.caller_actor }),
    },
    entrance: row.entrance,
    openedAt: openedAt.toISOString(),
    ...(closedAt && {
      closedAt: closedAt.toISOString(),
      durationMs: Math.max(0, closedAt.getTime() - openedAt.getTime()),
    }),
    argumentBytes: dialect.fromBigInt(row.argument_bytes),
    requestId: row.request_id,
    ...(Object.fromEntries(
      Object.entries(optional).filter(
        ([, value]) => value !== null && value !== undefined,
      ),
    ) as Partial<Call>),
  };
}
