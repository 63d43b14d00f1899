import type { Request, Response } from 'express';
import type { LoggerService } from '@backstage/backend-plugin-api';
import type {
  Era,
  JsonObject,
} from '@sprintconnect/plugin-sprintconnect-common';
import { logFailure, requestIdOf, toProblem } from '../../http';
import type { RequestContext } from '../../ports';
import type { RpcFault } from '../call/CallAnswer';
import { RpcError } from '../call/RpcError';
import { callerKeyOf } from '../pipeline/steps';
import type { Door } from './Door';
import type { Endpoint } from './Endpoint';
import { faultOfHeaders } from './faultOfHeaders';
import { loadClassifier } from './loadClassifier';
import { type McpRequest, McpRefusal } from './McpRequest';
import { METHODS } from './methods';
import type { OpenRequests } from './OpenRequests';
import { type PostedMessage, readMessage } from './readMessage';
import { Reply } from './Reply';
import { LEGACY_REVISIONS, MODERN_REVISIONS } from './revisions';
import { CODES, errorMessage, resultMessage, type RpcId } from './rpc';
import type { Session } from './SessionTokens';
import { takeAnswer } from './takeAnswer';

export interface AnswerDeps extends Door {
  open: OpenRequests;
  logger: LoggerService;
}

/** A message as it was posted, and by whom. */
export interface Posted {
  req: Request;
  res: Response;
  ctx: RequestContext;
  endpoint: Endpoint;
}

/** Who asked what, before it is known whether it may be answered. */
interface Incoming extends Posted {
  era: Era;
  /** Absent for a notification. */
  id?: RpcId;
  message: JsonObject;
  exact: JsonObject;
}

/** What no revision that is spoken here takes, or nobody waits for. */
const UNFIT: Partial<Record<string, string>> = {
  batch: 'Batches are not supported. Send one message per request.',
  response: 'There is no open question with this id.',
};

/** Answers one message that was posted to an MCP endpoint. What is wrong with it is told as JSON-RPC says it. */
export async function answerMessage(
  posted: Posted,
  deps: AnswerDeps,
): Promise<void> {
  const { req, res, ctx } = posted;
  const refuse = (status: number, fault: RpcFault, id: RpcId | null = null) =>
    new Reply(res, { mayStream: false }).end(errorMessage(id, fault), status);
  let read: PostedMessage;
  try {
    read = readMessage(req.body);
  } catch (error) {
    if (!(error instanceof RpcError)) throw error;
    return refuse(400, { code: error.code, message: error.message });
  }
  const message = read.plain as JsonObject;
  const found = loadClassifier().classifyInboundRequest({
    httpMethod: 'POST',
    body: message,
    protocolVersionHeader: req.get('MCP-Protocol-Version'),
    mcpMethodHeader: req.get('Mcp-Method'),
    mcpNameHeader: req.get('Mcp-Name'),
  });
  const id = idOf(message);
  if (found.kind === 'reject') {
    const { httpStatus, code, message: words, data } = found;
    return refuse(httpStatus, { code, message: words, data }, id ?? null);
  }
  const incoming = { ...posted, id, message, exact: read.exact };
  if (found.kind === 'modern') {
    const { revision } = found.classification;
    const fault = faultOfModern(req, message, revision);
    if (fault) return refuse(400, fault, id ?? null);
    return answerAs({ ...incoming, era: 'modern' }, deps);
  }
  const unfit = UNFIT[found.reason];
  const isTaken =
    found.reason === 'response' && (await takeAnswer(read, ctx, deps.inputs));
  if (isTaken) {
    res.status(202).end();
    return undefined;
  }
  if (unfit) {
    const fault = { code: CODES.invalidRequest, message: unfit };
    return refuse(400, fault, id ?? null);
  }
  return answerAs({ ...incoming, era: 'legacy' }, deps);
}

function faultOfModern(
  req: Request,
  message: JsonObject,
  revision: string | undefined,
): RpcFault | undefined {
  if (revision === undefined || !MODERN_REVISIONS.includes(revision)) {
    return {
      code: CODES.unsupportedVersion,
      message: `Unsupported protocol version: ${revision}`,
      data: { supported: MODERN_REVISIONS, requested: revision },
    };
  }
  if (idOf(message) === undefined) return undefined;
  return faultOfHeaders({
    method: String(message.method),
    params: paramsIn(message),
    header: name => req.get(name),
  });
}

async function answerAs(incoming: Incoming, deps: AnswerDeps): Promise<void> {
  const { req, res, ctx, endpoint, era, id, message } = incoming;
  const reply = new Reply(res, { mayStream: takesStreams(req) });
  try {
    const session = era === 'legacy' ? sessionOf(incoming, deps) : undefined;
    const keyOf = (requestId: RpcId) => ({
      key: JSON.stringify([callerKeyOf(ctx), endpoint, session?.id, requestId]),
      isSure: session !== undefined,
    });
    if (id === undefined) {
      const isCancel = message.method === 'notifications/cancelled';
      const requestId = idOf({ id: paramsIn(message).requestId });
      if (isCancel && era === 'legacy' && requestId !== undefined) {
        await deps.open.cancel(keyOf(requestId));
      }
      res.status(202).end();
      return;
    }
    const key = keyOf(id);
    if (session && deps.open.has(key)) throw idInUse();
    const leaving = new AbortController();
    const leave = () => leaving.abort();
    res.once('close', leave);
    if (res.closed) leave();
    const done = deps.open.begin(key, leaving);
    const request: McpRequest = {
      ...{ ctx, endpoint, era, id, session, reply },
      method: String(message.method),
      plain: paramsIn(message),
      exact: paramsIn(incoming.exact),
      header: name => req.get(name),
      signal: leaving.signal,
    };
    try {
      await answerRequest(request, { ...deps, res });
    } finally {
      done();
      res.off('close', leave);
    }
  } catch (error) {
    fail(error, incoming, { reply, logger: deps.logger });
  }
}

async function answerRequest(
  request: McpRequest,
  deps: AnswerDeps & { res: Response },
): Promise<void> {
  const { id, method, era, reply, ctx, endpoint } = request;
  const known = METHODS.get(method);
  if (!known?.eras.includes(era)) throw unknownMethod(method, era);
  const answer = await known.answer(request, deps);
  if ('words' in answer) {
    await deps.streams.open({ ctx, endpoint }, answer.words, reply.handOver());
    return;
  }
  if ('fault' in answer) {
    reply.end(errorMessage(id, answer.fault));
    return;
  }
  if (answer.headers && !deps.res.headersSent) deps.res.set(answer.headers);
  reply.end(resultMessage(id, answer.json));
}

/** The session that a legacy client names. Throws for one that is not theirs, and for a revision that nobody speaks. */
function sessionOf(
  { req, ctx, endpoint, message }: Incoming,
  { sessions }: Door,
): Session | undefined {
  if (message.method === 'initialize') return undefined;
  const token = req.get('Mcp-Session-Id');
  const session =
    token === undefined ? undefined : sessions.open({ ctx, endpoint }, token);
  if (token !== undefined && !session) throw noSuchSession();
  const version = req.get('MCP-Protocol-Version');
  if (version !== undefined && !LEGACY_REVISIONS.includes(version)) {
    throw new McpRefusal(
      {
        code: CODES.refused,
        message: `Unsupported protocol version: ${version}. Supported: ${[...MODERN_REVISIONS, ...LEGACY_REVISIONS].join(', ')}.`,
      },
      400,
    );
  }
  return session;
}

/** Whoever is told so begins a new session (MCP 2025-11-25, Session Management). */
export function noSuchSession(): McpRefusal {
  return new McpRefusal(
    {
      code: CODES.refused,
      message:
        'There is no such session, or it has expired. Begin a new one with initialize.',
    },
    404,
  );
}

function idInUse(): McpRefusal {
  return new McpRefusal(
    {
      code: CODES.invalidRequest,
      message: 'A request with this id is under way in this session.',
    },
    400,
  );
}

function unknownMethod(method: string, era: Era): McpRefusal {
  return new McpRefusal(
    { code: CODES.methodNotFound, message: `There is no method ${method}.` },
    era === 'modern' ? 404 : 200,
  );
}

function fail(
  error: unknown,
  { req, res, id }: Incoming,
  { reply, logger }: { reply: Reply; logger: LoggerService },
): void {
  if (error instanceof McpRefusal) {
    reply.end(errorMessage(id ?? null, error.fault), error.status);
    return;
  }
  const problem = toProblem(error);
  logFailure(logger, problem, {
    what: `${req.method} ${req.path}`,
    requestId: requestIdOf(res),
  });
  const { status, detail: message } = problem;
  const fault = { code: CODES.internal, message };
  reply.end(errorMessage(id ?? null, fault), status);
}

function idOf({ id }: JsonObject): RpcId | undefined {
  return typeof id === 'string' || typeof id === 'number' ? id : undefined;
}

function paramsIn({ params }: JsonObject): JsonObject {
  return typeof params === 'object' && params !== null
    ? (params as JsonObject)
    : {};
}

/** Clients of MCP take both; whoever takes JSON alone hears nothing before the answer. */
function takesStreams(req: Request): boolean {
  return req.accepts('text/event-stream') !== false;
}
