import { path } from './address';
import { answerOf } from './answers';
import {
  type CallProgress,
  callProgressSchema,
  type CallRehearsal,
  callRehearsalSchema,
  type CallResult,
  callResultSchema,
  type PromptGetBody,
  type ResourceReadBody,
  type ToolCallBody,
} from './calls';
import { eventMessages } from './eventMessages';
import { parseExactly } from './parseExactly';
import { problemSchema } from './problem';
import type { Rest } from './Rest';
import type { CallOptions, WriteOptions } from './SprintConnectClientOptions';
import { SprintConnectError } from './SprintConnectError';

/** A tool to be called. `server` is the id of its server. @public */
export type ToolUse = { server: string; tool: string } & ToolCallBody;
/** A prompt to be got. `server` is the id of its server. @public */
export type PromptUse = { server: string; prompt: string } & PromptGetBody;
/** A resource to be read. `server` is the id of its server. @public */
export type ResourceUse = { server: string } & ResourceReadBody;
/** One use of a capability. @public */
export type CapabilityUse = ToolUse | PromptUse | ResourceUse;

/** How a call is made. @public */
export interface MakeCallOptions extends WriteOptions {
  /** Hears how far it has come. Absent: the server is asked for no progress, and the answer comes in one piece. */
  onProgress?: (progress: CallProgress) => void;
  /**
   * Numbers of the result that JavaScript cannot hold are given as raw JSON, which `JSON.stringify` writes as the server did
   * (`parseExactly`). Default: they are read as JavaScript does, and may lose digits.
   */
  exact?: boolean;
}

const BROKEN = {
  type: 'about:blank',
  title: 'Connection lost',
  status: 502,
  detail:
    'The connection to SprintConnect ended before the result came. The call may have been made all the same: look for its record before you repeat it.',
  instance: '',
  requestId: '',
};

const exactly = (text: string) => parseExactly(text).exact;

/** Makes a call and waits for its result. */
export async function makeCall(
  rest: Rest,
  use: CapabilityUse,
  { onProgress, exact, ...options }: MakeCallOptions = {},
): Promise<CallResult> {
  const { route, body } = requestOf(use);
  const parse = exact ? exactly : undefined;
  const call = { ...options, method: 'POST', body } as const;
  if (!onProgress) {
    return rest.read(route, callResultSchema, { ...call, parse });
  }
  const response = await rest.send(route, { ...call, stream: {} });
  for await (const { event, data } of messagesOf(response, options.signal)) {
    const message = new Response(data);
    if (event === 'progress') {
      onProgress(await answerOf(message, callProgressSchema));
    }
    if (event === 'result') return answerOf(message, callResultSchema, parse);
    if (event === 'problem') {
      throw new SprintConnectError(await answerOf(message, problemSchema));
    }
  }
  throw new SprintConnectError(BROKEN);
}

/** The messages of an answer; a connection that breaks is told apart from one that was broken off. */
async function* messagesOf(response: Response, signal?: AbortSignal) {
  try {
    yield* eventMessages(response.body!);
  } catch (cause) {
    if (signal?.aborted) throw cause;
    throw new SprintConnectError(BROKEN, { cause });
  }
}

/** Asks what would be decided. */
export async function rehearseCall(
  rest: Rest,
  use: CapabilityUse,
  options: CallOptions = {},
): Promise<CallRehearsal> {
  const { route, body } = requestOf(use);
  return rest.read(route, callRehearsalSchema, {
    ...options,
    query: { dryRun: true },
    method: 'POST',
    body,
  });
}

function requestOf(use: CapabilityUse): { route: string; body: object } {
  const { server, ...rest } = use;
  if ('tool' in rest) {
    const { tool, ...body } = rest;
    return { route: path`/v1/servers/${server}/tools/${tool}/call`, body };
  }
  if ('prompt' in rest) {
    const { prompt, ...body } = rest;
    return { route: path`/v1/servers/${server}/prompts/${prompt}/get`, body };
  }
  return { route: path`/v1/servers/${server}/resources/read`, body: rest };
}
