import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { parse } from 'yaml';
import {
  type GeneratedServer,
  startGeneratedServer,
} from '../__testUtils__/generatedServer';
import {
  type Authority,
  startAuthority,
} from '../__testUtils__/generatedServerAuthority';
import {
  expectBothEras,
  expectForeignersRefused,
  expectJsonLines,
  expectTokensDemanded,
} from '../__testUtils__/generatedServerChecks';
import {
  discover,
  openLegacyDoor,
} from '../__testUtils__/generatedServerDiscovery';
import { openSubscription } from '../__testUtils__/generatedServerRequests';
import { expectConformance } from '../__testUtils__/generatedServerScenarios';
import { renderTemplate, someValues } from '../__testUtils__/renderTemplate';
import { runProgram, runWell } from '../__testUtils__/runProgram';

const ODD = '"It\'s" \\ `x`\n${{ values.name }} {{ x }} {% raw %} </script> 🌊';

const values = {
  none: someValues(),
  bearer: someValues({
    title: ODD,
    description: ODD.repeat(9),
    authentication: 'bearer',
    issuer: `https://login.example.com/${'a-long-tenant/'.repeat(9)}it's`,
    license: 'MIT',
    system: 'system:default/forecasts',
    repository: 'https://github.com/acme/weather',
    url: `https://weather.example.com/${'a-long-path/'.repeat(9)}it's`,
  }),
};
type Kind = keyof typeof values;

const NPM_CI = ['npm', 'ci', '--prefer-offline', '--no-audit', '--no-fund'];
/** Nothing of these tests reaches the generated project but the Node that they run on. */
const env = {
  PATH: `${dirname(process.execPath)}${delimiter}${process.env.PATH}`,
  NODE_OPTIONS: '',
  NODE_ENV: '',
  LOG_LEVEL: '',
  CI: 'true',
};
const CALL = {
  name: 'io.github.acme/weather',
  tool: { name: 'count_words', arguments: { text: 'Two words. 今日は。' } },
  structured: { words: 4, sentences: 2 },
};

let root: string;
let authority: Authority;
const servers = new Map<Kind, GeneratedServer>();
const project = (kind: Kind) => join(root, kind);
const image = (kind: Kind) => join(root, `${kind}-image`);

function serverOf(kind: Kind): GeneratedServer {
  const server = servers.get(kind);
  if (!server) throw new Error(`The server of ${kind} was not started`);
  return server;
}

/** A folder with what the Dockerfile copies into the image, and the packages that it installs there. */
async function prepareImage(kind: Kind) {
  const dockerfile = await readFile(join(project(kind), 'Dockerfile'), 'utf8');
  const copied = [...dockerfile.matchAll(/^COPY ([^-].*) \S+$/gm)].flatMap(
    ([, names]) => names.split(' '),
  );
  expect(new Set(copied)).toEqual(
    new Set(['package.json', 'package-lock.json', 'server.json', 'src']),
  );
  for (const name of copied) {
    await cp(join(project(kind), name), join(image(kind), name), {
      recursive: true,
    });
  }
  await runWell(['npm', ...NPM_CI.slice(1), '--omit=dev'], {
    cwd: image(kind),
    env,
  });
}

async function prepare(kind: Kind) {
  await mkdir(project(kind));
  await renderTemplate('mcp-server-typescript', values[kind], project(kind));
  await runWell(['npm', ...NPM_CI.slice(1)], { cwd: project(kind), env });
  await prepareImage(kind);
  const settings: Record<string, string> =
    kind === 'bearer' ? { ISSUER: authority.issuer } : {};
  const server = await startGeneratedServer({
    command: ['node', 'src/main.ts'],
    cwd: image(kind),
    env: { ...env, ...settings },
    path: new URL(values[kind].url).pathname,
  });
  servers.set(kind, server);
}

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'typescript-'));
  authority = await startAuthority();
  await Promise.all([prepare('none'), prepare('bearer')]);
}, 600_000);

afterAll(async () => {
  for (const server of servers.values()) await server.stop('SIGKILL');
  await authority.close();
  await rm(root, { recursive: true, force: true });
});

it.each<Kind>(['none', 'bearer'])(
  'passes all that its own CI asks for (%s)',
  async kind => {
    const cwd = project(kind);
    const file = join(cwd, '.github/workflows/ci.yml');
    const { jobs } = parse(await readFile(file, 'utf8'));
    const [install, ...steps] = jobs.check.steps.flatMap(
      ({ run }: { run?: string }) => run ?? [],
    );
    expect(install).toBe('npm ci');
    expect(steps).toEqual([
      'npm run lint',
      'npm run typecheck',
      'npm test',
      'npm run contract',
      'npm run conformance',
    ]);
    const said: Record<string, string> = {};
    for (const step of steps) {
      said[step] = await runWell(['sh', '-c', step], { cwd, env });
    }
    expect(said['npm test']).toMatch(/^. pass [1-9]\d/m);
    const passed = said['npm run conformance'].match(/Passed: .*, 0 failed/g);
    expect(passed).toHaveLength(4);
  },
  600_000,
);

it('speaks both eras', async () => {
  await expectBothEras(serverOf('none'), CALL);
  const token = await authority.token(values.bearer.url);
  await expectBothEras(serverOf('bearer'), { ...CALL, token });
});

it('refuses foreign hosts and origins', async () => {
  const publicUrl = values.none.url;
  await expectForeignersRefused(serverOf('none'), { publicUrl });
  await expectForeignersRefused(serverOf('bearer'), {
    publicUrl: values.bearer.url,
    token: await authority.token(values.bearer.url),
  });
});

it('passes the conformance scenarios as it runs in its image', async () => {
  await expectConformance(serverOf('none').url);
});

it('demands a token when that was chosen, and says where to get one', async () => {
  const publicUrl = values.bearer.url;
  await expectTokensDemanded(serverOf('bearer'), { publicUrl, authority });
});

it('fails the contract check after a change, until the contract is renewed', async () => {
  const cwd = project('none');
  const tool = join(cwd, 'src/tools/countWords.ts');
  const before = await readFile(tool, 'utf8');
  const contract = join(cwd, 'mcp.contract.json');
  const agreed = await readFile(contract, 'utf8');
  await writeFile(tool, before.replace('max(100_000)', 'max(50_000)'));
  const check = ['npm', 'run', 'contract'] as const;
  const failed = await runProgram(check, { cwd, env });
  expect(failed.code).toBe(1);
  expect(failed.output).toContain('tools: count_words has changed');
  expect(failed.output).toContain('npm run contract -- --write');
  expect(await readFile(contract, 'utf8')).toBe(agreed);

  await runWell([...check, '--', '--write'], { cwd, env });
  await runWell(check, { cwd, env });
  await writeFile(tool, before);
  expect((await runProgram(check, { cwd, env })).code).toBe(1);
  await writeFile(contract, agreed);
});

it('is discovered by SprintConnect in both eras, with what its contract says', async () => {
  const { url } = serverOf('none');
  const door = await openLegacyDoor(url);
  const found = await discover({ modern: url, legacy: door.url });
  await door.close();
  const contract = await readFile(
    join(project('none'), 'mcp.contract.json'),
    'utf8',
  );
  const [tool] = JSON.parse(contract).tools;
  const offered = {
    serverInfo: {
      name: 'io.github.acme/weather',
      title: 'Weather',
      version: '0.1.0',
    },
    counts: { tools: 1, resources: 0, resourceTemplates: 0, prompts: 0 },
    capabilities: [{ kind: 'tool', name: 'count_words', definition: tool }],
  };
  expect(found.modern).toMatchObject({
    era: 'modern',
    protocolVersion: '2026-07-28',
    ...offered,
  });
  expect(found.legacy).toMatchObject({
    era: 'legacy',
    protocolVersion: '2025-11-25',
    ...offered,
  });
  expect(found.modern.failedLists ?? []).toEqual([]);
});

it('refuses to start on a port that is taken, in words', async () => {
  const { port } = serverOf('none');
  const { code, output } = await runProgram(['node', 'src/main.ts'], {
    cwd: image('none'),
    env: { ...env, PORT: String(port) },
  });
  expect(code).toBe(1);
  expect(JSON.parse(output)).toMatchObject({
    msg: 'cannot start',
    err: { message: expect.stringContaining(`EADDRINUSE`) },
  });
});

// The last one: afterwards they are gone.
it('stops when it is asked to, and has logged JSON without tokens', async () => {
  const listener = await openSubscription(serverOf('none'));
  for (const [kind, server] of servers) {
    const signal = kind === 'none' ? 'SIGTERM' : 'SIGINT';
    expect(await server.stop(signal)).toBe(0);
    expectJsonLines(server);
    expect(server.output()).toContain('"msg":"stopped"');
    expect(server.output()).not.toMatch(/bearer ey/i);
  }
  await listener.close();
});
