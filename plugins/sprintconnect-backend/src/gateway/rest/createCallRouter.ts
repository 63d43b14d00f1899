import type { LoggerService } from '@backstage/backend-plugin-api';
import type { Request, Response, Router } from 'express';
import { validate as isUuid } from 'uuid';
import {
  callOptionsQuerySchema,
  type CallResult,
} from '@sprintconnect/plugin-sprintconnect-common';
import {
  type Claim,
  contextOf,
  createRouter,
  type Idempotency,
  idempotencyKeyOf,
  logFailure,
  noStore,
  noteReplay,
  parse,
  problemBodyOf,
  ProblemError,
  queryOf,
  requestIdOf,
  toProblem,
} from '../../http';
import type { RequestContext } from '../../ports';
import type { AskedCall } from '../call/Call';
import type { CallAnswer } from '../call/CallAnswer';
import type { Gateway } from '../pipeline/Gateway';
import { notThere } from '../pipeline/refusals';
import { CallStream } from './CallStream';
import { problemOf } from './problemOf';
import { readCall } from './readCall';

export interface CallRouterOptions {
  gateway: Gateway;
  idempotency: Idempotency;
  logger: LoggerService;
}

/** What was answered to the first request with a key, to be answered again. */
interface KeptAnswer {
  /** Of a result, as JSON: its numbers must not be read. */
  json?: string;
  problem?: Pick<ProblemError, 'kind' | 'detail' | 'errors' | 'callId'>;
}

/** The routes by which calls are made: answered as JSON, or as events where `Accept` asks for them. */
export function createCallRouter(options: CallRouterOptions): Router {
  const router = createRouter();
  const at = (path: string, method: Parameters<typeof readCall>[1]) =>
    router.post(`/v1/servers/:id${path}`, noStore(), (req, res) =>
      answer(req, res, { ...options, asked: readCall(req, method) }),
    );
  at('/tools/:name/call', 'tools/call');
  at('/prompts/:name/get', 'prompts/get');
  at('/resources/read', 'resources/read');
  return router;
}

type Asking = CallRouterOptions & { asked: AskedCall };

async function answer(
  req: Request,
  res: Response,
  asking: Asking,
): Promise<void> {
  const { dryRun } = parse(callOptionsQuerySchema, queryOf(req));
  const ctx = contextOf(req);
  const key = idempotencyKeyOf(req);
  if (dryRun) {
    if (!isUuid(req.params.id)) throw problemOf({ refusal: notThere() });
    res.json(await asking.gateway.rehearse(ctx, asking.asked));
    return;
  }
  const claim = await asking.idempotency.claim<KeptAnswer>({
    ctx,
    key,
    route: `POST ${req.path}`,
    // As text: numbers that JavaScript cannot tell apart are different requests.
    body: JSON.stringify(asking.asked),
  });
  if (claim.replayed) await refuseLost(ctx, asking);
  noteReplay(res, claim);
  const isStream =
    req.accepts('json', 'text/event-stream') === 'text/event-stream';
  const stream = isStream ? new CallStream(res) : undefined;
  try {
    const kept = claim.replayed
      ? claim.result
      : await make(req, res, { ...asking, claim, stream });
    if (kept.problem) throw problemAgain(kept.problem);
    if (stream) stream.end('result', kept.json!);
    else res.type('application/json').send(kept.json);
  } catch (error) {
    if (!stream) throw error;
    const problem = toProblem(error);
    const requestId = requestIdOf(res);
    logFailure(asking.logger, problem, {
      what: `${req.method} ${req.path}`,
      requestId,
    });
    const body = problemBodyOf(problem, req, requestId);
    stream.end('problem', JSON.stringify(body));
  }
}

/** What a caller may use no more they are not told again either. */
async function refuseLost(
  ctx: RequestContext,
  { gateway, asked }: Asking,
): Promise<void> {
  const { steps } = await gateway.rehearse(ctx, asked);
  const refused = steps.find(({ code }) => code === 'capability-not-found');
  if (!refused) return;
  throw new ProblemError({
    kind: 'capability-not-found',
    detail: refused.message!,
  });
}

/** Makes the call, and keeps what came of it where something may have been done. */
async function make(
  req: Request,
  res: Response,
  {
    gateway,
    logger,
    asked,
    claim,
    stream,
  }: Asking & {
    claim: Claim<KeptAnswer> & { replayed: false };
    stream?: CallStream;
  },
): Promise<KeptAnswer> {
  /** What came of the call is answered even while the key cannot be written; it stays taken then. */
  const noting = (written: Promise<void>) =>
    written.catch(error =>
      logger.warn("Couldn't write down what came of an Idempotency-Key", error),
    );
  const gone = new AbortController();
  const leave = () => gone.abort();
  res.once('close', leave);
  if (res.closed) leave();
  let answered: CallAnswer;
  try {
    answered = await gateway.call(contextOf(req), asked, {
      signal: gone.signal,
      clientCapabilities: {},
      ...(stream && { onProgress: each => stream.progress(each) }),
    });
  } catch (error) {
    // Only what is before the record throws, or what nobody foresaw; then the key stays taken.
    if (toProblem(error).status === 503) await noting(claim.free());
    throw error;
  } finally {
    res.off('close', leave);
  }
  if (!answered.wasAsked) {
    await noting(claim.free());
    throw problemOf(answered);
  }
  if (!answered.result) {
    const problem = problemOf(answered);
    const { kind, detail, errors, callId } = problem;
    await noting(claim.keep({ problem: { kind, detail, errors, callId } }));
    throw problem;
  }
  const kept = { json: JSON.stringify(resultOf(answered)) };
  await noting(claim.keep(kept));
  return kept;
}

function resultOf({
  callId,
  outcome,
  durationMs,
  upstreamMs,
  result,
}: CallAnswer): CallResult {
  return {
    callId: callId!,
    outcome: outcome as CallResult['outcome'],
    durationMs,
    upstreamMs,
    result: result!,
  };
}

function problemAgain({
  kind,
  detail,
  errors,
  callId,
}: NonNullable<KeptAnswer['problem']>): ProblemError {
  return new ProblemError({ kind: kind!, detail, errors, callId });
}
