import type {
  CallOutcome,
  CallRehearsal,
} from '@sprintconnect/plugin-sprintconnect-common';
import type { ConnectionLinks, RequestContext } from '../../ports';
import type { AskedCall } from '../call/Call';
import type { CallAnswer, Refusal } from '../call/CallAnswer';
import type { Exchange } from '../call/Exchange';
import type { ConnectionPool } from '../connections/ConnectionPool';
import type { CallLog, ClosedCall, OpenedCall } from '../log/CallLog';
import { askServer, type ServerAnswer } from './askServer';
import { KINDS_OF } from './CalledServerStore';
import type { Gateway } from './Gateway';
import { judgeResult } from './judgeResult';
import { measure } from './measure';
import { resultWithoutHop } from './paramsOf';
import type { Passage } from './Passage';
import { type StepDeps, STEPS } from './steps';

export interface PipelineDeps extends StepDeps {
  log: CallLog;
  pool: ConnectionPool;
  links: ConnectionLinks;
}

/** Ours ends so much before the caller's own time, so that the caller hears why. */
const MARGIN = 0.1;
const MARGIN_MS_MAX = 500;
const REASON_MAX = 500;

/** How a call ended, with what is written of it beside the answer. */
type Ending = Omit<CallAnswer, 'callId' | 'durationMs'> & {
  resultBytes?: number;
};

/** The one way by which calls are made; see {@link Gateway}. */
export function createPipeline(deps: PipelineDeps): Gateway {
  return {
    async call(ctx, asked, exchange) {
      const passage = passageOf(ctx, asked);
      const finish = (ending: Ending, callId?: string): CallAnswer => {
        const { resultBytes: _written, ...answer } = ending;
        return {
          ...(callId && { callId }),
          ...answer,
          durationMs: performance.now() - passage.startedAt,
        };
      };
      try {
        const refusal = await firstRefusal(passage, deps);
        if (refusal) {
          const ending = { outcome: outcomeOf(refusal), refusal };
          return finish(ending, recordRefusal(passage, deps, ending));
        }
        const { ending, callId } = await make(passage, deps, exchange);
        return finish(ending, callId);
      } finally {
        for (const release of passage.releases) release();
      }
    },
    rehearse: (ctx, asked) => rehearse(passageOf(ctx, asked), deps),
  };
}

function passageOf(ctx: RequestContext, asked: AskedCall): Passage {
  const startedAt = performance.now();
  const [kind] = KINDS_OF[asked.method];
  const measured = measure(asked);
  return { ctx, asked, startedAt, kind, measured, releases: [] };
}

async function firstRefusal(
  passage: Passage,
  deps: StepDeps,
): Promise<Refusal | undefined> {
  for (const { entrances, ask } of STEPS) {
    if (!entrances.includes(passage.asked.entrance)) continue;
    const refusal = await ask(passage, deps);
    if (refusal) return refusal;
  }
  return undefined;
}

/** The record is committed before anything leaves, and closes whatever happens then. */
async function make(
  passage: Passage,
  deps: PipelineDeps,
  exchange: Exchange,
): Promise<{ ending: Ending; callId: string }> {
  const { calls } = passage.found!.server;
  const open = await deps.log.open(passage.ctx, {
    ...openedBy(passage),
    arguments: passage.asked.arguments,
  });
  let closed: ClosedCall = {
    outcome: 'upstream-failed',
    code: 'internal',
    reason: 'SprintConnect failed. Search the backend log for the request ID.',
  };
  try {
    const askedAt = performance.now();
    const answer = await askServer(passage, {
      ...{ pool: deps.pool, links: deps.links, exchange },
      timeoutMs: timeOf(passage, deps.settings),
      answerMs: deps.settings.inputTimeoutMs,
      resultBytesMax: calls?.resultBytesMax ?? deps.settings.resultBytesMax,
    });
    const upstreamMs = performance.now() - askedAt;
    const ending = { ...endingOf(answer, passage, deps), upstreamMs };
    closed = closedBy(ending);
    return { ending, callId: open.id };
  } finally {
    open.close(closed);
  }
}

function endingOf(
  answer: ServerAnswer,
  passage: Passage,
  deps: StepDeps,
): Ending {
  if ('refusal' in answer) return answer;
  const { bytes: resultBytes } = answer;
  const wasAsked = true;
  if ('fault' in answer) {
    const { fault } = answer;
    return { outcome: 'upstream-failed', fault, resultBytes, wasAsked };
  }
  const result = resultWithoutHop(answer.result);
  const refusal = judgeResult(passage, result, deps);
  if (refusal) {
    return { outcome: 'upstream-failed', refusal, resultBytes, wasAsked };
  }
  const isError =
    passage.asked.method === 'tools/call' && result.isError === true;
  const outcome = isError ? 'tool-error' : 'succeeded';
  return { outcome, result, resultBytes, wasAsked };
}

/** That of the server, below what is left of the caller's own where that is known. */
function timeOf(
  { asked: { timeoutMs: asked }, found, startedAt }: Passage,
  settings: StepDeps['settings'],
): number {
  const timeoutMs = found!.server.calls?.timeoutMs ?? settings.timeoutMs;
  if (asked === undefined) return timeoutMs;
  const margin = Math.min(MARGIN_MS_MAX, asked * MARGIN);
  const left = asked - margin - (performance.now() - startedAt);
  return Math.max(1, Math.min(timeoutMs, Math.floor(left)));
}

function outcomeOf({ code }: Refusal): CallOutcome {
  return code.startsWith('arguments-') ? 'invalid' : 'refused';
}

function openedBy({ asked, kind, found, measured }: Passage): OpenedCall {
  const { id, name, environment } = found!.server;
  return {
    entrance: asked.entrance,
    server: { id, name, environment },
    method: asked.method,
    // Of what is forbidden the record tells no more than of what is not there.
    kind: (!found!.isForbidden && found!.capability?.kind) || kind,
    capability: asked.capability,
    argumentBytes: measured.bytes,
  };
}

function closedBy({ refusal, fault, result, ...ending }: Ending): ClosedCall {
  const code = refusal?.code ?? (fault && `rpc-${fault.code}`);
  const reason = (refusal ?? fault)?.message.slice(0, REASON_MAX);
  return {
    outcome: ending.outcome,
    upstreamMs: ending.upstreamMs,
    resultBytes: ending.resultBytes,
    ...(code && { code, reason }),
    result,
  };
}

/**
 * A refusal reads alike in the record whether the capability is missing or forbidden, because callers read their own records; the log of
 * the process tells them apart. Of a server that the caller may not see there is no record that they could find.
 */
function recordRefusal(
  passage: Passage,
  { log, logger }: PipelineDeps,
  ending: Ending,
): string | undefined {
  const { ctx, asked, found } = passage;
  const why = whyNotThere(passage);
  if (why) {
    const name = JSON.stringify(asked.capability.slice(0, 100));
    logger.info(
      `Refused ${asked.method} of ${name} to ${ctx.caller.ref}, request ${ctx.requestId}: ${why}`,
    );
  }
  if (!found || found.isHidden) return undefined;
  return log.refused(ctx, openedBy(passage), closedBy(ending));
}

function whyNotThere({ found }: Passage): string | undefined {
  if (!found) return 'there is no such server';
  if (found.isHidden)
    return `the server ${found.server.id} is hidden from them`;
  if (found.isForbidden) return 'it is not granted to them';
  return found.capability ? undefined : 'the server offers nothing like it';
}

async function rehearse(
  passage: Passage,
  deps: StepDeps,
): Promise<CallRehearsal> {
  const steps: CallRehearsal['steps'] = [];
  for (const { name, entrances, takes, ask } of STEPS) {
    if (takes || !entrances.includes(passage.asked.entrance)) continue;
    const refusal = await ask(passage, deps);
    if (refusal) {
      const { code, message, faults } = refusal;
      const isThere = code !== 'capability-not-found';
      // Else the step would tell what is forbidden from what is not there.
      if (!isThere) steps.length = 0;
      const step = isThere ? name : STEPS[0].name;
      steps.push({ step, passes: false, code, message });
      return {
        wouldCall: false,
        steps,
        ...(faults && { faults: faults.map(each => ({ ...each })) }),
      };
    }
    steps.push({ step: name, passes: true });
  }
  return { wouldCall: true, steps };
}
