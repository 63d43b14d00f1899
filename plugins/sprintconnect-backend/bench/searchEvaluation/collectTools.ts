import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { Client } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import { z } from 'zod';
import {
  evaluationServers,
  OAUTH_CLIENT,
  type PinnedServer,
} from './evaluationServers';

const run = promisify(execFile);

/** Git ignores it: the texts belong to the authors of the servers. */
const FOLDER = resolve(__dirname, '../../../../.data/searchEvaluation');
const START_MS = 60_000;

/** Looser than the SDK's own: one of them has an input schema without a type. */
const answerSchema = z.looseObject({
  tools: z.array(
    z.object({
      name: z.string(),
      title: z.string().optional(),
      description: z.string().optional(),
      inputSchema: z.record(z.string(), z.unknown()),
      annotations: z.record(z.string(), z.unknown()).optional(),
    }),
  ),
});

/** One published server and what it offers. */
export interface EvaluationServer {
  name: string;
  description?: string;
  tools: ({ name: string } & Record<string, unknown>)[];
}

/** What npm says of a package. */
interface Manifest {
  description?: string;
  bin: string | Record<string, string>;
}

/**
 * What the pinned servers answer to `tools/list`. Collected from npm when they have not been yet, which takes some minutes, and kept in
 * `.data/searchEvaluation`. Throws when one cannot be installed or does not start.
 */
export async function collectTools(): Promise<EvaluationServer[]> {
  const pins = createHash('sha256')
    .update(JSON.stringify(evaluationServers))
    .digest('hex');
  const file = join(FOLDER, `${pins.slice(0, 16)}.json`);
  if (existsSync(file)) return JSON.parse(readFileSync(file, 'utf8'));
  process.stdout.write(
    `collecting the tools of ${evaluationServers.length} servers from npm, once … `,
  );
  const home = await mkdtemp(join(tmpdir(), 'sprintconnect-evaluation-'));
  try {
    const collected: EvaluationServer[] = [];
    for (const pinned of evaluationServers) {
      collected.push(await collectOne(pinned, join(home, pinned.name)));
    }
    await mkdir(FOLDER, { recursive: true });
    await writeFile(file, JSON.stringify(collected));
    return collected;
  } finally {
    await rm(home, { recursive: true, force: true });
  }
}

/** Its own scripts do not run when it is installed; started, it finds a home of its own and nothing of our environment. */
async function collectOne(
  pinned: PinnedServer,
  home: string,
): Promise<EvaluationServer> {
  const { name, package: from, version } = pinned;
  await mkdir(home);
  await writeFile(join(home, 'package.json'), '{"private": true}');
  await run(
    'npm',
    [
      ...['install', '--ignore-scripts', '--no-audit', '--no-fund'],
      ...['--loglevel', 'error', `${from}@${version}`],
    ],
    { cwd: home },
  );
  const root = join(home, 'node_modules', from);
  const manifest: Manifest = JSON.parse(
    await readFile(join(root, 'package.json'), 'utf8'),
  );
  const { description } = manifest;
  return {
    name,
    ...(description && { description }),
    tools: await listTools(pinned, { home, root, manifest }),
  };
}

async function listTools(
  { name, args = [], env = {} }: PinnedServer,
  installed: { home: string; root: string; manifest: Manifest },
): Promise<EvaluationServer['tools']> {
  const { home, root, manifest } = installed;
  const oauthClient = join(home, 'oauth.json');
  await writeFile(
    oauthClient,
    JSON.stringify({
      installed: {
        client_id: 'made-up',
        client_secret: 'made-up',
        redirect_uris: ['http://localhost:3000/oauth2callback'],
      },
    }),
  );
  const [bin] = [manifest.bin].flatMap(each =>
    typeof each === 'string' ? each : Object.values(each),
  );
  const client = new Client({ name: 'bench', version: '1.0.0' });
  try {
    await client.connect(
      new StdioClientTransport({
        command: process.execPath,
        args: [join(root, bin), ...args],
        cwd: home,
        env: Object.fromEntries(
          Object.entries({ PATH: process.env.PATH!, HOME: home, ...env }).map(
            ([key, value]) => [
              key,
              value === OAUTH_CLIENT ? oauthClient : value,
            ],
          ),
        ),
        stderr: 'ignore',
      }),
      { timeout: START_MS },
    );
    const { tools } = await client.request(
      { method: 'tools/list' },
      answerSchema,
    );
    return tools;
  } catch (error) {
    throw new Error(`${name} did not list its tools`, { cause: error });
  } finally {
    await client.close();
  }
}
