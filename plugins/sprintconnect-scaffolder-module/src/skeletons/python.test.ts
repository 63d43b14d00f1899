import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'yaml';
import { expectCatalogFiles, filesOf } from '../__testUtils__/expectProject';
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
import { preparePython } from '../__testUtils__/preparePython';
import { renderTemplate, someValues } from '../__testUtils__/renderTemplate';
import { runProgram, runWell } from '../__testUtils__/runProgram';

const TEMPLATE = 'mcp-server-python';
const SKELETON = join(__dirname, '../../templates', TEMPLATE, 'skeleton');
const ODD = '"It\'s" \\ `x`\n${{ values.name }} {{ x }} {% raw %} </script> 🌊';
/** What builds the packages that are tested; pip fetches the same for whoever installs one. */
const BUILD = `
hatchling==1.33.0
pathspec==1.1.1
trove-classifiers==2026.9.21.13
`;

const values = {
  none: someValues(),
  bearer: someValues({
    name: `a${'-b'.repeat(24)}`,
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

const CALL = {
  name: 'io.github.acme/weather',
  tool: {
    name: 'convert_units',
    arguments: { value: 100, from_unit: '°C', to_unit: '°F' },
  },
  structured: { value: 212, unit: '°F' },
};

let root: string;
let bin: string;
let authority: Authority;
const servers = new Map<Kind, GeneratedServer>();
const project = (kind: Kind) => join(root, kind);

/** As in an environment of the project's own, with its package before those that all projects share. */
const environment = (kind: Kind) => ({
  PATH: `${bin}:${process.env.PATH}`,
  PYTHONPATH: `${join(project(kind), 'src')}:${join(root, `${kind}-package`)}`,
  PYTHONDONTWRITEBYTECODE: '1',
  NODE_OPTIONS: '',
  LOG_LEVEL: '',
});

function serverOf(kind: Kind): GeneratedServer {
  const server = servers.get(kind);
  if (!server) throw new Error(`The server of ${kind} was not started`);
  return server;
}

async function prepare(kind: Kind) {
  await mkdir(project(kind));
  await renderTemplate(TEMPLATE, values[kind], project(kind));
  // Into a folder instead of an environment, because two packages of the same module do not go into one.
  const options = ['--no-deps', '--no-build-isolation', '--quiet'];
  const target = join(root, `${kind}-package`);
  const command = [join(bin, 'pip'), 'install', ...options, '--target', target];
  // A copy, because a build leaves files behind.
  const copy = join(root, `${kind}-build`);
  await cp(project(kind), copy, { recursive: true });
  await runWell([...command, '.'] as [string], { cwd: copy });
  const settings: Record<string, string> =
    kind === 'bearer' ? { ISSUER: authority.issuer } : {};
  const server = await startGeneratedServer({
    command: [join(bin, 'python'), '-m', 'mcp_server'],
    cwd: root,
    env: { ...environment(kind), PYTHONPATH: target, ...settings },
    path: new URL(values[kind].url).pathname,
  });
  servers.set(kind, server);
}

const describeHere = process.env.SPRINTCONNECT_WITHOUT_PYTHON
  ? describe.skip
  : describe;

describeHere('an MCP server made from the Python template', () => {
  beforeAll(async () => {
    root = await mkdtemp(join(tmpdir(), 'python-'));
    authority = await startAuthority();
    const constraints = await readFile(
      join(SKELETON, 'constraints.txt'),
      'utf8',
    );
    bin = await preparePython('mcp-server-python', constraints + BUILD);
    for (const kind of ['none', 'bearer'] as const) await prepare(kind);
  }, 600_000);

  afterAll(async () => {
    for (const server of servers.values()) await server.stop('SIGKILL');
    await authority?.close();
    await rm(root, { recursive: true, force: true });
  });

  it.each<Kind>(['none', 'bearer'])(
    'passes all that its own CI asks for (%s)',
    async kind => {
      const cwd = project(kind);
      const file = join(cwd, '.github/workflows/ci.yml');
      const { jobs } = parse(await readFile(file, 'utf8'));
      const [install, ...steps] = jobs.test.steps.flatMap(
        ({ run }: { run?: string }) => run ?? [],
      );
      expect(install).toBe("pip install -c constraints.txt -e '.[dev]'");
      expect(steps).toEqual([
        'ruff check',
        'ruff format --check',
        'pytest',
        'pytest -m conformance',
      ]);
      const said: Record<string, string> = {};
      for (const step of steps) {
        const env = environment(kind);
        said[step] = await runWell(['sh', '-c', step], { cwd, env });
      }
      expect(said.pytest).toMatch(/ [23]\d passed, 4 deselected/);
      expect(said['pytest -m conformance']).toMatch(/\D4 passed/);
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

  it('demands a token when that was chosen, and says where to get one', async () => {
    const publicUrl = values.bearer.url;
    await expectTokensDemanded(serverOf('bearer'), { publicUrl, authority });
  });

  it('fails the contract check after a change, until the contract is renewed', async () => {
    const cwd = project('none');
    const tool = join(cwd, 'src/mcp_server/units.py');
    const contract = join(cwd, 'mcp.contract.json');
    const before = await readFile(tool, 'utf8');
    const agreed = await readFile(contract, 'utf8');
    const check = (env: Record<string, string> = {}) =>
      runProgram([join(bin, 'pytest'), 'tests/test_contract.py'], {
        cwd,
        env: { ...environment('none'), ...env },
      });
    await writeFile(tool, before.replace('ge=-1e15', 'ge=0'));
    const failed = await check();
    expect(failed.code).toBe(1);
    expect(failed.output).toContain('CONTRACT=renew pytest');
    expect(await readFile(contract, 'utf8')).toBe(agreed);

    expect((await check({ CONTRACT: 'renew' })).code).toBe(0);
    expect((await check()).code).toBe(0);
    await writeFile(tool, before);
    expect((await check({ CONTRACT: 'renew' })).code).toBe(0);
    expect(await readFile(contract, 'utf8')).toBe(agreed);
  });

  it('is discovered by SprintConnect in both eras, with what its contract says', async () => {
    const { url } = serverOf('none');
    const door = await openLegacyDoor(url);
    const found = await discover({ modern: url, legacy: door.url });
    await door.close();
    const contract = join(project('none'), 'mcp.contract.json');
    const [tool] = JSON.parse(await readFile(contract, 'utf8')).tools;
    const offered = {
      serverInfo: { name: 'io.github.acme/weather', version: '0.1.0' },
      instructions: values.none.description,
      counts: { tools: 1, resources: 0, resourceTemplates: 0, prompts: 0 },
      capabilities: [{ kind: 'tool', name: tool.name, definition: tool }],
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

  it('cannot start on a port that is taken, and says so', async () => {
    const { code, output } = await runProgram(
      [join(bin, 'python'), '-m', 'mcp_server'],
      {
        cwd: root,
        env: { ...environment('none'), PORT: String(serverOf('none').port) },
      },
    );
    expect(code).not.toBe(0);
    expect(output).toContain('address already in use');
  });

  // The last one: afterwards they are gone.
  it('stops when it is asked to, and has logged JSON without tokens', async () => {
    for (const [kind, server] of servers) {
      const signal = kind === 'none' ? 'SIGTERM' : 'SIGINT';
      expect(await server.stop(signal)).toBe(0);
      expectJsonLines(server);
      expect(server.output()).not.toMatch(/bearer ey/i);
    }
  });
});

describe('the Python template', () => {
  let folder: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'python-'));
  });

  afterEach(async () => {
    await rm(folder, { recursive: true });
  });

  const GATE = [
    'src/mcp_server/auth.py',
    'tests/issuer.py',
    'tests/test_auth.py',
  ];

  it.each([
    [{ license: 'none' }, [], ['LICENSE', ...GATE]],
    [{ license: 'Apache-2.0' }, ['LICENSE'], GATE],
    [{ ...values.bearer }, ['LICENSE', ...GATE], ['.gitlab-ci.yml']],
    [
      { repository: 'https://gitlab.com/acme/weather' },
      ['.gitlab-ci.yml'],
      ['.github/workflows/ci.yml', ...GATE],
    ],
  ] as const)('leaves only what was chosen: %j', async (given, there, gone) => {
    const answers = someValues(given);
    await renderTemplate(TEMPLATE, answers, folder);
    const files = await filesOf(folder);
    expect(files).toEqual(expect.arrayContaining([...there]));
    expect(files.filter(each => gone.some(one => one === each))).toEqual([]);
    await expectCatalogFiles(folder, answers);
    const readme = await readFile(join(folder, 'README.md'), 'utf8');
    expect(readme).toContain(`<!-- mcp-name: ${answers.serverName} -->`);
    expect(readme).not.toMatch(/<\/script>|\n{3}/);
    const settings = join(folder, 'src/mcp_server/settings.py');
    expect((await readFile(settings, 'utf8')).includes('issuer')).toBe(
      answers.authentication === 'bearer',
    );
  });
});
