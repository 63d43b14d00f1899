import { InputError } from '@backstage/errors';
import { type ScmIntegrationRegistry } from '@backstage/integration';
import { createTemplateAction } from '@backstage/plugin-scaffolder-node';
import { z } from 'zod';
import { readInput } from './faultsError';
import { repositoryOf } from './repositoryOf';
import { giveOutputs, type Zod } from './serverOutputs';

const NAME = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/;

const inputSchema = z
  .strictObject({
    name: z
      .string()
      .regex(NAME, 'must be words of a-z and 0-9 with single "-" between them')
      .max(50),
    title: z.string().max(100).optional(),
    description: z.string().max(100).optional(),
    owner: z.string(),
    system: z.string().optional(),
    environment: z.string(),
    url: z
      .url({ protocol: /^https?$/ })
      .refine(
        url => !URL.canParse(url) || new URL(url).search === '',
        "can't have a query",
      ),
    authentication: z.enum(['none', 'bearer']).default('none'),
    issuer: z.url({ protocol: /^https?$/ }).optional(),
    license: z.enum(['Apache-2.0', 'MIT', 'none']).default('Apache-2.0'),
    copyright: z.string().max(200).optional(),
    repoUrl: z.string().optional(),
    path: z.string().optional(),
  })
  .refine(({ authentication, issuer }) => authentication === 'none' || issuer, {
    path: ['issuer'],
    message: 'is required for bearer authentication',
  });

const examples = [
  {
    description: 'Work out what a skeleton needs',
    example: `steps:
  - id: prepare
    action: sprintconnect:server:prepare
    input:
      name: weather
      owner: group:default/platform
      environment: production
      url: https://weather.example.com/mcp
  - id: fetch
    action: fetch:template
    input:
      url: ./skeleton
      templateFileExtension: .njk
      values: \${{ steps.prepare.output.values }}`,
  },
];

const inputs = {
  name: (zod: Zod) => zod.string().describe('Name of the server'),
  title: (zod: Zod) => zod.string().describe('Default: the name').optional(),
  description: (zod: Zod) => zod.string().describe('What it is for').optional(),
  owner: (zod: Zod) => zod.string().describe('Group or user that owns it'),
  system: (zod: Zod) =>
    zod.string().describe('System it is part of').optional(),
  environment: (zod: Zod) => zod.string().describe('Such as production'),
  url: (zod: Zod) => zod.string().describe('URL of its MCP endpoint'),
  authentication: (zod: Zod) =>
    zod.string().describe('none (the default) or bearer').optional(),
  issuer: (zod: Zod) =>
    zod
      .string()
      .describe('URL of the authorization server, for bearer')
      .optional(),
  license: (zod: Zod) =>
    zod.string().describe('Apache-2.0 (the default), MIT or none').optional(),
  copyright: (zod: Zod) =>
    zod.string().describe('Who holds it. Default: the owner').optional(),
  repoUrl: (zod: Zod) =>
    zod.string().describe('Repository, as RepoUrlPicker gives it').optional(),
  path: (zod: Zod) =>
    zod.string().describe('Passed on to the skeleton').optional(),
};

/**
 * `sprintconnect:server:prepare`: from the answers of a form, everything that the skeletons of new servers are rendered with: texts that
 * were left out, the name for server.json, the year, the address of the repository. Writes nothing.
 */
export function createPrepareAction(deps: {
  integrations: ScmIntegrationRegistry;
  now: () => Date;
}) {
  return createTemplateAction({
    id: 'sprintconnect:server:prepare',
    description: 'Works out the values that skeletons of MCP servers need.',
    examples,
    supportsDryRun: true,
    schema: {
      input: inputs,
      output: {
        values: zod => zod.record(zod.any()).describe('For fetch:template'),
        repository: zod =>
          zod.string().describe('URL of the repository for people').optional(),
      },
    },
    async handler(ctx) {
      const { repoUrl, ...input } = readInput(inputSchema, ctx.input);
      const repository = repoUrl && repositoryOf(repoUrl, deps.integrations);
      if (repoUrl && !repository) {
        throw new InputError(
          `- repoUrl ${repoUrl} is on a host that the portal has no integration for`,
        );
      }
      const { name, title = name } = input;
      const values = {
        ...input,
        title,
        description:
          input.description ?? `The MCP server ${title}`.slice(0, 100),
        year: String(deps.now().getUTCFullYear()),
        copyright: input.copyright ?? nameIn(input.owner),
        serverName: serverNameOf(input),
        repository: repository || undefined,
      };
      giveOutputs(ctx, { values, repository });
    },
  });
}

/** `platform` of `group:default/platform`. */
function nameIn(ref: string): string {
  return ref.split(/[:/]/).at(-1) ?? ref;
}

/** As server.json asks: the host turned round, then the name: `com.example.weather/weather`. */
function serverNameOf({ url, name }: { url: string; name: string }): string {
  const { hostname } = new URL(url);
  const isName = /[a-z]/i.test(hostname) && !hostname.startsWith('[');
  const host = isName ? hostname.split('.').reverse().join('.') : 'localhost';
  return `${host}/${name}`;
}
