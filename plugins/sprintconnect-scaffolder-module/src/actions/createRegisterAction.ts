import { ConflictError } from '@backstage/errors';
import { createTemplateAction } from '@backstage/plugin-scaffolder-node';
import {
  type RegisterServer,
  registerServerSchema,
  type Server,
  SprintConnectError,
  toEntityName,
} from '@sprintconnect/plugin-sprintconnect-common';
import { z } from 'zod';
import type { Asked } from '../checks/Asked';
import { checkServer, findServer, nameFault } from '../checks/checkServer';
import { type ActionDeps, askedBy, type TaskContext } from './ActionDeps';
import { faultsError, readInput } from './faultsError';
import { inWords } from './inWords';
import {
  giveOutputs,
  outputsOf,
  serverOutput,
  type Zod,
} from './serverOutputs';

const inputSchema = registerServerSchema.omit({ credential: true }).extend({
  ifExists: z.enum(['fail', 'adopt']).default('fail'),
});

const examples = [
  {
    description: 'Register a server that runs',
    example: `steps:
  - id: register
    action: sprintconnect:server:register
    input:
      name: weather
      environment: production
      remotes:
        - type: streamable-http
          url: https://weather.example.com/mcp
      owner: group:default/platform`,
  },
];

const inputs = {
  name: (zod: Zod) => zod.string().describe('Name, unique in its environment'),
  environment: (zod: Zod) =>
    zod.string().describe('One of sprintconnect.environments'),
  remotes: (zod: Zod) =>
    zod
      .array(zod.any())
      .describe(
        'How to reach it: objects with "type" (streamable-http, sse or stdio) and "url"',
      ),
  title: (zod: Zod) => zod.string().describe('Name for people').optional(),
  description: (zod: Zod) => zod.string().describe('What it is for').optional(),
  owner: (zod: Zod) =>
    zod.string().describe('Group or user that owns it').optional(),
  system: (zod: Zod) =>
    zod.string().describe('System that it is part of').optional(),
  lifecycle: (zod: Zod) =>
    zod.string().describe('Such as production').optional(),
  tags: (zod: Zod) => zod.array(zod.string()).describe('Its tags').optional(),
  discoveryIntervalSeconds: (zod: Zod) =>
    zod.number().describe('Between two refreshes').optional(),
  probeIntervalSeconds: (zod: Zod) =>
    zod.number().describe('Between two health probes').optional(),
  probeTimeoutMs: (zod: Zod) =>
    zod.number().describe('Longest health probe').optional(),
  connectTimeoutMs: (zod: Zod) =>
    zod.number().describe('Longest time to connect').optional(),
  calls: (zod: Zod) =>
    zod
      .object({
        timeoutMs: zod.number().describe('Longest call').optional(),
        resultBytesMax: zod.number().describe('Largest result').optional(),
        outputSchema: zod.string().describe('off, warn or strict').optional(),
      })
      .describe('What its calls are held to')
      .optional(),
  ifExists: (zod: Zod) =>
    zod
      .string()
      .describe(
        'If the name is taken: "fail" (the default), or "adopt" to go on with that server where its addresses are these',
      )
      .optional(),
};

/**
 * `sprintconnect:server:register`: registers a server by REST as the person who runs the template, once per task however often it is
 * retried. In a dry run it reads what a registration would be refused for, and writes nothing.
 */
export function createRegisterAction(deps: ActionDeps) {
  return createTemplateAction({
    id: 'sprintconnect:server:register',
    description: 'Registers an MCP server in SprintConnect.',
    examples,
    supportsDryRun: true,
    schema: {
      input: inputs,
      output: serverOutput,
    },
    async handler(ctx) {
      const { ifExists, ...body } = readInput(inputSchema, ctx.input);
      const asked = await askedBy(deps, ctx);
      if (ctx.isDryRun) {
        const planned = await inWords(() =>
          plan(asked, { body, ifExists, logger: ctx.logger }),
        );
        giveOutputs(ctx, planned);
        return;
      }
      const { name, environment } = body;
      const { serverId } = await ctx.checkpoint({
        // With `each` one step registers several.
        key: `register.${environment}.${name}`,
        fn: () =>
          inWords(async () => {
            ctx.signal?.throwIfAborted();
            const server = await register(asked, {
              body,
              ifExists,
              idempotencyKey: keyOf(ctx, body),
            });
            return { serverId: server.id };
          }),
      });
      const server = await inWords(() =>
        asked.registry.getServer(serverId, asked),
      );
      ctx.logger.info(
        `The server ${name} of ${environment} is registered: ${outputsOf(server).pageUrl}`,
      );
      giveOutputs(ctx, outputsOf(server));
    },
  });
}

interface Registration {
  body: RegisterServer;
  ifExists: 'fail' | 'adopt';
}

/** Where the backend was killed between the answer and the checkpoint, the same key gets the same server again. */
function keyOf(
  ctx: { task: { id: string }; step?: { id?: string } },
  { environment, name }: RegisterServer,
): string {
  return `scaffolder-${ctx.task.id}-${ctx.step?.id ?? 'register'}-${environment}-${name}`;
}

async function register(
  asked: Asked,
  what: Registration & { idempotencyKey: string },
): Promise<Server> {
  const { body, ifExists, idempotencyKey } = what;
  try {
    return await asked.registry.registerServer(body, {
      idempotencyKey,
      signal: asked.signal,
    });
  } catch (error) {
    const isTaken =
      error instanceof SprintConnectError && error.kind === 'name-taken';
    const holder =
      isTaken && ifExists === 'adopt' && (await findServer(asked, body));
    if (!holder) throw error;
    return adopted(holder, body);
  }
}

/** A server of that name, unless it is another one: its addresses tell. */
function adopted(holder: Server, { remotes }: RegisterServer): Server {
  const known = new Set(holder.remotes.map(({ url }) => url));
  if (remotes.every(({ url }) => known.has(url))) return holder;
  throw new ConflictError(
    `${holder.environment} already has a server named ${holder.name}, and it is another one: it is reached at ${[...known].join(', ')}. Choose another name, or retire that server first.`,
  );
}

async function plan(
  asked: Asked,
  what: Registration & Pick<TaskContext, 'logger'>,
) {
  const { body, ifExists, logger } = what;
  const { name, environment } = body;
  const { orgId, permissions } = await asked.registry.me(asked);
  const faults = await checkServer(asked, body);
  if (!permissions.includes('sprintconnect.server.create')) {
    faults.push({
      path: '',
      message: 'you have no permission to register servers',
    });
  }
  const holder = await findServer(asked, body);
  if (holder && ifExists === 'fail') faults.push(nameFault(holder));
  if (faults.length > 0) {
    throw faultsError("The server can't be registered", faults);
  }
  if (holder) {
    logger.info(
      `Would go on with the server ${name} that ${environment} has already.`,
    );
    return outputsOf(adopted(holder, body));
  }
  logger.info(
    `Would register the server ${name} in ${environment}, reached at ${body.remotes.map(({ url }) => url).join(', ')}. Nothing was written.`,
  );
  return {
    name,
    environment,
    status: 'planned',
    entityRef: `api:default/${toEntityName({ name, environment, orgId })}`,
  };
}
