import { z } from 'zod';
import {
  type CallResult,
  callResultSchema,
  toolCallBodySchema,
} from '@sprintconnect/plugin-sprintconnect-common';
import { type AskedCall, problemOf } from '../gateway';
import { parse } from '../http';
import type { Action } from './Action';
import type { ActionDeps } from './ActionDeps';
import { requireOneServer, serverKey } from './serverKey';

const input = z
  .strictObject({
    ...serverKey,
    tool: z
      .string()
      .min(1)
      .max(2000)
      .describe('Name of the tool, as search-mcp-capabilities gives it'),
    arguments: z
      .record(z.string(), z.unknown())
      .describe('As the input schema of the tool says')
      .optional(),
    timeoutMs: toolCallBodySchema.shape.timeoutMs,
  })
  .superRefine(requireOneServer);

/** Uses a tool of a server, through every step of a call. */
export function callMcpTool({ gateway }: ActionDeps): Action {
  return {
    name: 'call-mcp-tool',
    title: 'Call a tool of an MCP server',
    description:
      'Calls one tool of an MCP server with your permissions, and returns its result. The outcome "tool-error" means that the tool ran and failed. A tool can change or delete things: read its description first. search-mcp-capabilities finds tools, with their input schemas.',
    isRead: false,
    // What the tool really does only its server knows.
    isDestructive: true,
    input,
    output: callResultSchema,
    run: async (ctx, given) => {
      const asked = askedBy(parse(input, given));
      const answer = await gateway.call(ctx, asked, {
        signal: new AbortController().signal,
        clientCapabilities: {},
      });
      const { callId, outcome, durationMs, upstreamMs, result } = answer;
      if (!result || !callId) throw problemOf(answer);
      const how = outcome as CallResult['outcome'];
      return { callId, outcome: how, durationMs, upstreamMs, result };
    },
  };
}

function askedBy({
  id,
  environment = '',
  name = '',
  tool,
  timeoutMs,
  ...given
}: z.output<typeof input>): AskedCall {
  return {
    entrance: 'action',
    server: id === undefined ? { environment, name } : { id },
    method: 'tools/call',
    capability: tool,
    arguments: given.arguments ?? {},
    ...(timeoutMs !== undefined && { timeoutMs }),
  };
}
