import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'yaml';
import { expectCatalogFiles, filesOf } from '../__testUtils__/expectProject';
import {
  answersOf,
  GeneratedServers,
  type Kind,
  kinds,
} from '../__testUtils__/GeneratedServers';
import { checksOf, expectToStop } from '../__testUtils__/checksOf';
import { preparePython } from '../__testUtils__/preparePython';
import { renderTemplate, someValues } from '../__testUtils__/renderTemplate';
import { runProgram, runWell } from '../__testUtils__/runProgram';

const TEMPLATE = 'mcp-server-python';
const SKELETON = join(__dirname, '../../templates', TEMPLATE, 'skeleton');
/** What builds the packages that are tested; pip fetches the same for whoever installs one. */
const BUILD = `
hatchling==1.33.0
pathspec==1.1.1
trove-classifiers==2026.9.21.13
`;

const made = new GeneratedServers(TEMPLATE);
let bin: string;

const packageOf = (kind: Kind) => join(made.root, `${kind}-package`);

/** As in an environment of the project's own, with its package before those that all projects share. */
const environment = (kind: Kind) => ({
  PATH: `${bin}:${process.env.PATH}`,
  PYTHONPATH: `${join(made.project(kind), 'src')}:${packageOf(kind)}`,
  PYTHONDONTWRITEBYTECODE: '1',
  NODE_OPTIONS: '',
  LOG_LEVEL: '',
});

async function prepare(kind: Kind) {
  await made.render(kind);
  // Into a folder instead of an environment, because two packages of the same module do not go into one.
  const options = ['--no-deps', '--no-build-isolation', '--quiet'];
  const target = packageOf(kind);
  const command = [join(bin, 'pip'), 'install', ...options, '--target', target];
  // A copy, because a build leaves files behind.
  const copy = join(made.root, `${kind}-build`);
  await cp(made.project(kind), copy, { recursive: true });
  await runWell([...command, '.'] as [string], { cwd: copy });
  await made.start(kind, {
    command: [join(bin, 'python'), '-m', 'mcp_server'],
    cwd: made.root,
    env: { ...environment(kind), PYTHONPATH: target },
  });
}

const describeHere = process.env.SPRINTCONNECT_WITHOUT_PYTHON
  ? describe.skip
  : describe;

describeHere('an MCP server made from the Python template', () => {
  beforeAll(async () => {
    await made.open();
    const constraints = await readFile(
      join(SKELETON, 'constraints.txt'),
      'utf8',
    );
    bin = await preparePython('mcp-server-python', constraints + BUILD);
    for (const kind of kinds) await prepare(kind);
  }, 600_000);

  afterAll(() => made.close());

  it.each(kinds)(
    'passes all that its own CI asks for (%s)',
    async kind => {
      const cwd = made.project(kind);
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

  it.each(
    checksOf(made, {
      tool: {
        name: 'convert_units',
        arguments: { value: 100, from_unit: '°C', to_unit: '°F' },
      },
      structured: { value: 212, unit: '°F' },
      said: { instructions: answersOf.none.description },
    }),
  )('%s', (_what, expectIt) => expectIt());

  it('fails the contract check after a change, until the contract is renewed', async () => {
    const cwd = made.project('none');
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

  it('cannot start on a port that is taken, and says so', async () => {
    const { code, output } = await runProgram(
      [join(bin, 'python'), '-m', 'mcp_server'],
      {
        cwd: made.root,
        env: { ...environment('none'), PORT: String(made.server('none').port) },
      },
    );
    expect(code).not.toBe(0);
    expect(output).toContain('address already in use');
  });

  // The last one: afterwards they are gone.
  it('stops when it is asked to, and has logged JSON without tokens', () =>
    expectToStop(made));
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
    [{ ...answersOf.bearer }, ['LICENSE', ...GATE], ['.gitlab-ci.yml']],
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
