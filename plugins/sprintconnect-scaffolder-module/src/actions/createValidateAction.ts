import { readFile } from 'node:fs/promises';
import { resolveSafeChildPath } from '@backstage/backend-plugin-api';
import { InputError } from '@backstage/errors';
import { createTemplateAction } from '@backstage/plugin-scaffolder-node';
import {
  type CatalogServer,
  type Fault,
  registerServerSchema,
  type ServerTest,
  SprintConnectError,
} from '@sprintconnect/plugin-sprintconnect-common';
import { z } from 'zod';
import type { Asked } from '../checks/Asked';
import { checkCatalogInfo } from '../checks/checkCatalogInfo';
import { checkServer, findServer, nameFault } from '../checks/checkServer';
import { type ActionDeps, askedBy, type TaskContext } from './ActionDeps';
import { faultsError, linesOf, readInput } from './faultsError';
import { inWords } from './inWords';
import { giveOutputs, type Zod } from './serverOutputs';

const REFUSED = 'upstream-egress-refused';
/** It answers, and only people who log in can use it. */
const LOGIN = 'upstream-login-required';

const serverSchema = registerServerSchema.omit({ credential: true });

const inputSchema = z
  .strictObject({
    server: z.record(z.string(), z.unknown()).optional(),
    catalogInfo: z.string().max(1_000_000).optional(),
    path: z.string().optional(),
    isNew: z.boolean().default(true),
    connection: z.enum(['skip', 'try', 'require']).default('skip'),
  })
  .refine(
    ({ server, catalogInfo, path }) =>
      [server, catalogInfo, path].filter(given => given !== undefined)
        .length === 1,
    'must have exactly one of server, catalogInfo and path',
  );
type Input = z.output<typeof inputSchema>;

const examples = [
  {
    description: 'Check a server before anything is made for it',
    example: `steps:
  - id: validate
    action: sprintconnect:server:validate
    input:
      connection: require
      server:
        name: weather
        environment: production
        remotes:
          - type: streamable-http
            url: https://weather.example.com/mcp`,
  },
  {
    description: 'Check a catalog-info.yaml of the workspace',
    example: `steps:
  - id: validate
    action: sprintconnect:server:validate
    input:
      path: ./catalog-info.yaml`,
  },
];

const inputs = {
  server: (zod: Zod) =>
    zod
      .record(zod.any())
      .describe('The body of a registration: name, environment, remotes …')
      .optional(),
  catalogInfo: (zod: Zod) =>
    zod.string().describe('The text of a catalog-info.yaml').optional(),
  path: (zod: Zod) =>
    zod
      .string()
      .describe('Path of a catalog-info.yaml in the workspace')
      .optional(),
  isNew: (zod: Zod) =>
    zod
      .boolean()
      .describe('Whether the name must be free. Default: true')
      .optional(),
  connection: (zod: Zod) =>
    zod
      .string()
      .describe(
        'Whether to connect to the server: "skip" (the default), "try", where a server that does not answer is only noted, or "require"',
      )
      .optional(),
};

/**
 * `sprintconnect:server:validate`: says everything that this portal would refuse of a server or of a catalog-info.yaml. Registers
 * nothing. Once it has passed it passes in each retry of its task, which may have registered the server meanwhile.
 */
export function createValidateAction(deps: ActionDeps) {
  return createTemplateAction({
    id: 'sprintconnect:server:validate',
    description:
      'Checks an MCP server, or the MCP servers of a catalog-info.yaml, without registering anything.',
    examples,
    supportsDryRun: true,
    schema: {
      input: inputs,
      output: {
        servers: zod =>
          zod.array(zod.string()).describe('Names of the servers'),
        notes: zod =>
          zod
            .array(zod.string())
            .describe(
              'What would be left out of them, or may not be right yet',
            ),
        tools: zod =>
          zod
            .number()
            .describe('Count of the tools that the server offered')
            .optional(),
      },
    },
    async handler(ctx) {
      const input = readInput(inputSchema, ctx.input);
      const asked = await askedBy(deps, ctx);
      const check = () => inWords(() => validate(asked, { deps, input, ctx }));
      const outputs = ctx.isDryRun
        ? await check()
        : await ctx.checkpoint({ key: 'validate', fn: check });
      outputs.notes.forEach(note => ctx.logger.warn(note));
      ctx.logger.info(`Checked ${outputs.servers.join(', ')}: it can be used.`);
      giveOutputs(ctx, outputs);
    },
  });
}

interface Validation {
  deps: ActionDeps;
  input: Input;
  ctx: TaskContext & { workspacePath: string };
}

async function validate(asked: Asked, { deps, input, ctx }: Validation) {
  const { servers, faults, notes } = input.server
    ? await checkBody(asked, input.server, input)
    : await checkCatalogInfo(asked, await textOf(input, ctx), {
        ...input,
        defaultEnvironment: deps.defaultEnvironment,
      });
  if (faults.length > 0) {
    throw faultsError("The server can't be used as it is", faults);
  }
  const tries =
    input.connection === 'skip'
      ? []
      : await Promise.all(
          servers.map(server => tryServer(asked, { server, input, ctx })),
        );
  const counts = tries.flatMap(({ test }) => (test ? [test.counts.tools] : []));
  return {
    servers: servers.map(({ name }) => name),
    notes: [
      ...(notes.length > 0 ? [linesOf(notes)] : []),
      ...tries.flatMap(({ note }) => note ?? []),
    ],
    ...(counts.length > 0 && {
      tools: counts.reduce((sum, each) => sum + each),
    }),
  };
}

async function checkBody(
  asked: Asked,
  body: Record<string, unknown>,
  { isNew }: Input,
): Promise<{ servers: CatalogServer[]; faults: Fault[]; notes: Fault[] }> {
  const server = readInput(serverSchema, body);
  const faults = await checkServer(asked, server);
  const holder = isNew ? await findServer(asked, server) : undefined;
  if (holder) faults.push(nameFault(holder));
  return { servers: [server], faults, notes: [] };
}

async function textOf(
  { catalogInfo, path = '' }: Input,
  { workspacePath }: { workspacePath: string },
): Promise<string> {
  if (catalogInfo !== undefined) return catalogInfo;
  try {
    return await readFile(resolveSafeChildPath(workspacePath, path), 'utf8');
  } catch (error) {
    throw new InputError(
      `${path} of the workspace can't be read: ${error instanceof Error ? error.message : error}`,
    );
  }
}

/** A connection test keeps an entry in the audit log, so that a dry run makes none. What egress refuses is always a fault. */
async function tryServer(
  asked: Asked,
  what: { server: CatalogServer; input: Input; ctx: TaskContext },
): Promise<{ test?: ServerTest; note?: string }> {
  const { server, input, ctx } = what;
  const { name, environment, remotes, connectTimeoutMs } = server;
  if (ctx.isDryRun) return { note: `Would connect to ${name}.` };
  ctx.logger.info(`Connecting to ${remotes.map(({ url }) => url).join(', ')}`);
  try {
    const test = await asked.registry.testServer(
      { name, environment, remotes, connectTimeoutMs },
      asked,
    );
    const { era, protocolVersion, counts } = test;
    ctx.logger.info(
      `It answers with MCP ${protocolVersion} (${era}) and ${counts.tools} tools.`,
    );
    return { test };
  } catch (error) {
    if (isOfKind(error, LOGIN)) return { note: `${name}: ${error.message}` };
    if (!isSilence(error)) throw error;
    if (input.connection === 'require') {
      throw new InputError(
        `${error.message}\nNothing was registered. See that the server runs and that the portal can reach it, or correct the address, and retry.`,
      );
    }
    return {
      note: `${name} doesn't answer yet: ${error.message} It is looked for again once it is in the catalog.`,
    };
  }
}

function isOfKind(error: unknown, kind: string): error is SprintConnectError {
  return error instanceof SprintConnectError && error.kind === kind;
}

/** Whether the server is not there or not ready, which a new one may be. */
function isSilence(error: unknown): error is SprintConnectError {
  return (
    error instanceof SprintConnectError &&
    error.kind !== REFUSED &&
    (error.kind?.startsWith('upstream-') ?? false)
  );
}
