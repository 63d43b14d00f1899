import { createHash } from 'node:crypto';
import { createTemplateAction } from '@backstage/plugin-scaffolder-node';
import type { JsonObject } from '@backstage/types';
import {
  type CallResult,
  type ToolUse,
  toolCallBodySchema,
} from '@sprintconnect/plugin-sprintconnect-common';
import { z } from 'zod';
import type { Asked } from '../checks/Asked';
import { findServer } from '../checks/checkServer';
import { type ActionDeps, askedBy, type TaskContext } from './ActionDeps';
import { faultsError, readInput } from './faultsError';
import { inWords } from './inWords';
import { giveOutputs, type Zod } from './serverOutputs';

const inputSchema = z.strictObject({
  serverId: z.uuid().optional(),
  name: z.string().optional(),
  environment: z.string().optional(),
  tool: z.string().min(1),
  arguments: toolCallBodySchema.shape.arguments,
  timeoutSeconds: z.coerce.number().min(1).max(3600).optional(),
  onToolError: z.enum(['fail', 'continue']).default('fail'),
  key: z.coerce.string().default(''),
});
type Input = z.output<typeof inputSchema>;

const examples = [
  {
    description: 'Call a tool of a server',
    example: `steps:
  - id: ticket
    action: sprintconnect:tool:call
    input:
      name: tickets
      environment: production
      tool: create_ticket
      arguments:
        title: New service \${{ parameters.name }}`,
  },
  {
    description: 'Call a tool, and go on where it says that it failed',
    example: `steps:
  - id: lookup
    action: sprintconnect:tool:call
    input:
      serverId: \${{ steps.register.output.serverId }}
      tool: find
      onToolError: continue`,
  },
];

const inputs = {
  serverId: (zod: Zod) => zod.string().describe('ID of the server').optional(),
  name: (zod: Zod) =>
    zod.string().describe('Its name, in place of the ID').optional(),
  environment: (zod: Zod) =>
    zod.string().describe('Its environment, with the name').optional(),
  tool: (zod: Zod) => zod.string().describe('Name of the tool'),
  arguments: (zod: Zod) =>
    zod
      .record(zod.any())
      .describe('As the input schema of the tool says. Default: none')
      .optional(),
  timeoutSeconds: (zod: Zod) =>
    zod
      .number()
      .describe('Longest wait, 1 to 3600. Default: that of the server')
      .optional(),
  onToolError: (zod: Zod) =>
    zod
      .string()
      .describe(
        'Where the tool says that it failed: "fail" (the default), or "continue"',
      )
      .optional(),
  key: (zod: Zod) =>
    zod
      .string()
      .describe(
        'Tells equal calls of one step apart, such as ${{ each.key }}. Without it they are made once',
      )
      .optional(),
};

const outputs = {
  outcome: (zod: Zod) =>
    zod.string().describe('succeeded, or tool-error; planned in a dry run'),
  callId: (zod: Zod) => zod.string().describe('ID of its record').optional(),
  text: (zod: Zod) =>
    zod.string().describe('The text of the result').optional(),
  structuredContent: (zod: Zod) =>
    zod.any().describe('The structured content of the result').optional(),
};

/**
 * `sprintconnect:tool:call`: calls a tool by REST as the person who runs the template, once per task however often it is retried. In a
 * dry run it asks whether the call would be made, and its server is not asked.
 */
export function createCallAction(deps: ActionDeps) {
  return createTemplateAction({
    id: 'sprintconnect:tool:call',
    description: 'Calls a tool of an MCP server through SprintConnect.',
    examples,
    supportsDryRun: true,
    schema: { input: inputs, output: outputs },
    async handler(ctx) {
      const input = readInput(inputSchema, ctx.input);
      const asked = await askedBy(deps, ctx);
      if (ctx.isDryRun) {
        await inWords(() => rehearse(asked, input, ctx.logger));
        giveOutputs(ctx, { outcome: 'planned' });
        return;
      }
      const server = await inWords(() => serverOf(asked, input));
      const use = useOf(server, input);
      const digest = digestOf(use, input.key);
      const told = await ctx.checkpoint({
        key: `call.${digest}`,
        fn: () =>
          inWords(async () => {
            ctx.signal?.throwIfAborted();
            return outputsOf(
              await asked.registry.calls.callTool(use, {
                signal: asked.signal,
                idempotencyKey: keyOf(ctx, digest),
              }),
            );
          }),
      });
      const { tool, onToolError } = input;
      if (told.outcome === 'tool-error' && onToolError === 'fail') {
        throw new Error(
          `The tool ${tool} says that it failed${told.text ? `: ${told.text}` : '.'}`,
        );
      }
      ctx.logger.info(`Called ${tool}: ${told.outcome}.`);
      giveOutputs(ctx, told);
    },
  });
}

/** Where the backend was killed before the checkpoint, the same key gets the same answer again, and never makes a second call. */
function keyOf(
  ctx: { task: { id: string }; step?: { id?: string } },
  digest: string,
): string {
  return `scaffolder-${ctx.task.id}-${ctx.step?.id ?? 'call'}-${digest}`;
}

/** With `each` one step calls several times. */
function digestOf(use: ToolUse, key: string): string {
  return createHash('sha256')
    .update(JSON.stringify([use, key]))
    .digest('hex')
    .slice(0, 32);
}

function useOf(server: string, input: Input): ToolUse {
  const { tool, timeoutSeconds } = input;
  return {
    server,
    tool,
    arguments: input.arguments,
    ...(timeoutSeconds !== undefined && {
      timeoutMs: Math.round(timeoutSeconds * 1000),
    }),
  };
}

/** Who may not see it is told what who asks for none is told. */
async function serverOf(
  asked: Asked,
  { serverId, name, environment }: Input,
): Promise<string> {
  if (serverId !== undefined) return serverId;
  if (name === undefined || environment === undefined) {
    throw faultsError("The input isn't valid", [
      {
        path: '',
        message: 'must have a serverId, or a name and an environment',
      },
    ]);
  }
  const { id } = await asked.registry.getServerByName(
    { name, environment },
    { signal: asked.signal },
  );
  return id;
}

async function rehearse(
  asked: Asked,
  input: Input,
  logger: TaskContext['logger'],
): Promise<void> {
  const { serverId, name, environment, tool } = input;
  const server =
    serverId ??
    (name !== undefined && environment !== undefined
      ? (await findServer(asked, { name, environment }))?.id
      : undefined);
  if (server === undefined) {
    // A step before registers it, and has registered nothing.
    logger.info(
      `Would call ${tool} of ${name ?? 'a server that a step before registers'}, which can't be checked before the server is there.`,
    );
    return;
  }
  const { wouldCall, steps, faults } = await asked.registry.calls.rehearse(
    useOf(server, input),
    { signal: asked.signal },
  );
  if (!wouldCall) {
    const said = steps.at(-1)?.message;
    throw faultsError(
      `The tool ${tool} can't be called`,
      faults ?? [{ path: '', message: said ?? 'the call would be refused' }],
    );
  }
  logger.info(`Would call ${tool}. Nothing was sent to its server.`);
}

function outputsOf({ callId, outcome, result }: CallResult) {
  const { content, structuredContent } = result;
  const texts = (Array.isArray(content) ? content : []).flatMap(part => {
    const { type, text } = (part ?? {}) as { type?: unknown; text?: unknown };
    return type === 'text' && typeof text === 'string' ? [text] : [];
  });
  return {
    outcome,
    callId,
    ...(texts.length > 0 && { text: texts.join('\n') }),
    ...(structuredContent !== undefined && {
      structuredContent: structuredContent as JsonObject,
    }),
  };
}
