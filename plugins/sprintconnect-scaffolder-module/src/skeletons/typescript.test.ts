import { cp, readFile, writeFile } from 'node:fs/promises';
import { delimiter, dirname, join } from 'node:path';
import { parse } from 'yaml';
import {
  answersOf,
  GeneratedServers,
  type Kind,
  kinds,
} from '../__testUtils__/GeneratedServers';
import { checksOf, expectToStop } from '../__testUtils__/checksOf';
import { openSubscription } from '../__testUtils__/generatedServerRequests';
import { expectConformance } from '../__testUtils__/generatedServerScenarios';
import { runProgram, runWell } from '../__testUtils__/runProgram';

const NPM_CI = ['npm', 'ci', '--prefer-offline', '--no-audit', '--no-fund'];
/** Nothing of these tests reaches the generated project but the Node that they run on. */
const env = {
  PATH: `${dirname(process.execPath)}${delimiter}${process.env.PATH}`,
  NODE_OPTIONS: '',
  NODE_ENV: '',
  LOG_LEVEL: '',
  CI: 'true',
};
const made = new GeneratedServers('mcp-server-typescript');
const image = (kind: Kind) => join(made.root, `${kind}-image`);

/** A folder with what the Dockerfile copies into the image, and the packages that it installs there. */
async function prepareImage(kind: Kind) {
  const dockerfile = await readFile(
    join(made.project(kind), 'Dockerfile'),
    'utf8',
  );
  const copied = [...dockerfile.matchAll(/^COPY ([^-].*) \S+$/gm)].flatMap(
    ([, names]) => names.split(' '),
  );
  expect(new Set(copied)).toEqual(
    new Set(['package.json', 'package-lock.json', 'server.json', 'src']),
  );
  for (const name of copied) {
    await cp(join(made.project(kind), name), join(image(kind), name), {
      recursive: true,
    });
  }
  await runWell(['npm', ...NPM_CI.slice(1), '--omit=dev'], {
    cwd: image(kind),
    env,
  });
}

async function prepare(kind: Kind) {
  await made.render(kind);
  await runWell(['npm', ...NPM_CI.slice(1)], { cwd: made.project(kind), env });
  await prepareImage(kind);
  await made.start(kind, {
    command: ['node', 'src/main.ts'],
    cwd: image(kind),
    env,
  });
}

beforeAll(async () => {
  await made.open();
  await Promise.all(kinds.map(prepare));
}, 600_000);

afterAll(() => made.close());

it.each(kinds)(
  'passes all that its own CI asks for (%s)',
  async kind => {
    const cwd = made.project(kind);
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

it.each(
  checksOf(made, {
    tool: { name: 'count_words', arguments: { text: 'Two words. 今日は。' } },
    structured: { words: 4, sentences: 2 },
    said: { serverInfo: { title: answersOf.none.title } },
  }),
)('%s', (_what, expectIt) => expectIt());

it('passes the conformance scenarios as it runs in its image', async () => {
  await expectConformance(made.server('none').url);
});

it('fails the contract check after a change, until the contract is renewed', async () => {
  const cwd = made.project('none');
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

it('refuses to start on a port that is taken, in words', async () => {
  const { port } = made.server('none');
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
it('stops when it is asked to, and has logged JSON without tokens', () =>
  expectToStop(made, {
    listen: () => openSubscription(made.server('none')),
    said: '"msg":"stopped"',
  }));
