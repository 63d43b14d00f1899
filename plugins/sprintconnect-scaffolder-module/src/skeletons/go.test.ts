import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
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
import { goEnvironment, prepareGo } from '../__testUtils__/prepareGo';
import { renderTemplate, someValues } from '../__testUtils__/renderTemplate';
import { runProgram, runWell } from '../__testUtils__/runProgram';

const TEMPLATE = 'mcp-server-go';
const made = new GeneratedServers(TEMPLATE);
let bin: string;
const program = (kind: Kind) => join(made.root, `${kind}-server`);

async function prepare(kind: Kind) {
  await made.render(kind);
  await runWell(['go', 'build', '-o', program(kind), '.'], {
    cwd: made.project(kind),
    env: goEnvironment(bin),
  });
  await made.start(kind, {
    command: [program(kind)],
    cwd: made.root,
    env: { LOG_LEVEL: '' },
  });
}

const describeHere = process.env.SPRINTCONNECT_WITHOUT_GO
  ? describe.skip
  : describe;

describeHere('an MCP server made from the Go template', () => {
  beforeAll(async () => {
    await made.open();
    bin = await prepareGo();
    for (const kind of kinds) await prepare(kind);
  }, 600_000);

  afterAll(() => made.close());

  it.each(kinds)(
    'passes all that its own CI asks for (%s)',
    async kind => {
      const cwd = made.project(kind);
      const file = join(cwd, '.github/workflows/ci.yml');
      const { jobs } = parse(await readFile(file, 'utf8'));
      const steps = jobs.test.steps.flatMap(
        ({ run }: { run?: string }) => run ?? [],
      );
      expect(steps).toEqual([
        'test -z "$(gofmt -l . | tee /dev/stderr)"',
        'go mod tidy -diff',
        'go vet -tags conformance ./...',
        'go build ./...',
        'go test -race ./...',
        'go test -tags conformance -run TestConformance ./...',
      ]);
      let said = '';
      for (const step of steps) {
        // The race detector wants a C compiler, which is no matter of the template.
        const command = step.replace('go test -race', 'go test -v');
        const env = goEnvironment(bin);
        said += await runWell(['sh', '-c', command], { cwd, env });
      }
      expect(said).toMatch(/^--- PASS: TestContract/m);
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
      said: {
        serverInfo: { title: answersOf.none.title },
        instructions: answersOf.none.description,
      },
    }),
  )('%s', (_what, expectIt) => expectIt());

  it('fails the contract check after a change, until the contract is renewed', async () => {
    const cwd = made.project('none');
    const tool = join(cwd, 'units.go');
    const contract = join(cwd, 'mcp.contract.json');
    const before = await readFile(tool, 'utf8');
    const agreed = await readFile(contract, 'utf8');
    const check = (...options: string[]) =>
      runProgram(['go', 'test', '-run', 'TestContract', '.', ...options], {
        cwd,
        env: goEnvironment(bin),
      });
    await writeFile(tool, before.replace('new(-1e15)', 'new(0.)'));
    const failed = await check();
    expect(failed.code).toBe(1);
    expect(failed.output).toContain('go test -run TestContract . -renew');
    expect(await readFile(contract, 'utf8')).toBe(agreed);

    expect((await check('-renew')).code).toBe(0);
    expect((await check()).code).toBe(0);
    await writeFile(tool, before);
    expect((await check('-renew')).code).toBe(0);
    expect(await readFile(contract, 'utf8')).toBe(agreed);
  });

  it('cannot start on a port that is taken, and says so', async () => {
    const { code, output } = await runProgram([program('none')], {
      cwd: made.root,
      env: { PORT: String(made.server('none').port) },
    });
    expect(code).toBe(1);
    expect(output).toContain('address already in use');
  });

  it('refuses settings that are not right, in words', async () => {
    const { code, output } = await runProgram([program('none')], {
      cwd: made.root,
      env: { PORT: 'none' },
    });
    expect(code).toBe(1);
    expect(output).toContain('PORT "none" is no port');
  });

  // The last one: afterwards they are gone.
  it('stops when it is asked to, and has logged JSON without tokens', () =>
    expectToStop(made));
});

describe('the Go template', () => {
  let folder: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'go-'));
  });

  afterEach(async () => {
    await rm(folder, { recursive: true });
  });

  const GATE = ['auth.go', 'auth_test.go'];

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
    expect(readme).not.toMatch(/<\/script>|\n{3}/);
    const settings = join(folder, 'settings.go');
    expect((await readFile(settings, 'utf8')).includes('issuer')).toBe(
      answers.authentication === 'bearer',
    );
  });
});
