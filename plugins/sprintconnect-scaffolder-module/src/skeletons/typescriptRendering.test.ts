import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parse } from 'yaml';
import { startGeneratedServer } from '../__testUtils__/generatedServer';
import { expectBothEras } from '../__testUtils__/generatedServerChecks';
import {
  renderTemplate,
  someValues,
  type TemplateValues,
} from '../__testUtils__/renderTemplate';
import { runWell } from '../__testUtils__/runProgram';

const CHECKOUT = join(__dirname, '../../../..');
const ODD =
  'A "title", it\'s \\ `x` ${{ values.name }} {{ x }} {% raw %} {# </script> 🌊';
const LINES = `${ODD}\n\nmore:\r\n\t- than # one`;

let root: string;
let count = 0;

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'typescript-'));
});
afterAll(() => rm(root, { recursive: true }));

async function render(values: Partial<TemplateValues> = {}) {
  const folder = join(root, String(count++));
  await mkdir(folder);
  const given = someValues(values);
  await renderTemplate('mcp-server-typescript', given, folder);
  const files = (
    await readdir(folder, { recursive: true, withFileTypes: true })
  )
    .filter(each => each.isFile())
    .map(each => join(each.parentPath, each.name).slice(folder.length + 1));
  const read = (name: string) => readFile(join(folder, name), 'utf8');
  const readJson = async (name: string) => JSON.parse(await read(name));
  return { folder, files: files.sort(), read, readJson };
}

const FILES = [
  '.dockerignore',
  '.github/workflows/ci.yml',
  '.gitignore',
  'Dockerfile',
  'LICENSE',
  'README.md',
  'biome.json',
  'catalog-info.yaml',
  'mcp.contract.json',
  'package-lock.json',
  'package.json',
  'scripts/conformance.ts',
  'scripts/contract.ts',
  'server.json',
  'src/defaults.json',
  'src/guard.ts',
  'src/http.ts',
  'src/main.ts',
  'src/server.ts',
  'src/settings.ts',
  'src/tools/countWords.ts',
  'test/http.test.ts',
  'test/main.test.ts',
  'test/mcp.test.ts',
  'test/startServer.ts',
  'tsconfig.json',
];
const OF_BEARER = [
  'src/auth.ts',
  'test/auth.test.ts',
  'test/startAuthority.ts',
];

it('leaves nothing about tokens when there are none', async () => {
  const { files, read } = await render();
  expect(files).toEqual([...FILES].sort());
  for (const file of files.filter(each => each !== 'package-lock.json')) {
    const text = await read(file);
    expect(text).not.toMatch(/\bbearer\b|\bauthori[sz]ation server|\bjose\b/i);
    expect(text).not.toContain('{%');
    // GitHub's own, in its workflow.
    expect(text.replace(/\$\{\{ github\.\w+ \}\}/g, '')).not.toContain('${{');
    expect(text.trim()).not.toBe('');
  }
});

it('adds the gate, its tests and its package when tokens are demanded', async () => {
  const { files, readJson } = await render({
    authentication: 'bearer',
    issuer: 'https://login.example.com',
  });
  expect(files).toEqual([...FILES, ...OF_BEARER].sort());
  expect(await readJson('src/defaults.json')).toMatchObject({
    ISSUER: 'https://login.example.com',
  });
  expect((await readJson('package.json')).dependencies).toHaveProperty('jose');
  const { packages } = await readJson('package-lock.json');
  expect(packages['node_modules/jose']).not.toHaveProperty('dev');
});

it.each([
  ['Apache-2.0', /Apache License/],
  ['MIT', /MIT License\s+Copyright \(c\) 2026 Acme/],
] as const)('comes with the licence %s', async (license, text) => {
  const { read, readJson } = await render({ license });
  expect(await read('LICENSE')).toMatch(text);
  expect(await read('README.md')).toContain(license);
  expect(await readJson('package.json')).toMatchObject({ license });
});

it('comes without a licence', async () => {
  const { files, read, readJson } = await render({ license: 'none' });
  expect(files).not.toContain('LICENSE');
  expect(await read('README.md')).not.toMatch(/licence/i);
  const { license } = await readJson('package.json');
  expect(license).toBe('UNLICENSED');
});

it('has the CI of the host of its repository', async () => {
  const repository = 'https://gitlab.com/acme/weather';
  const { files, read } = await render({ repository });
  expect(files).toContain('.gitlab-ci.yml');
  expect(files).not.toContain('.github/workflows/ci.yml');
  const { check } = parse(await read('.gitlab-ci.yml'));
  const other = await render({ repository: 'https://github.com/acme/weather' });
  expect(other.files).not.toContain('.gitlab-ci.yml');
  const { jobs } = parse(await other.read('.github/workflows/ci.yml'));
  const runs = jobs.check.steps.flatMap(
    ({ run }: { run?: string }) => run ?? [],
  );
  expect(
    check.script.map((each: string) => each.replace(' --cache .npm', '')),
  ).toEqual(runs);
});

const TEXTS: [what: string, title: string, description: string][] = [
  ['plain texts', 'Weather', 'Forecasts for places'],
  ['odd characters', ODD, LINES],
  ['nothing but a title', 'Weather', ''],
  ['a description of spaces', 'Weather', ' \n '],
  ['long texts', 'waves 🌊'.repeat(40), '🌊'.repeat(300)],
  ['long texts, cut elsewhere', `a${'🌊'.repeat(300)}`, 'wave '.repeat(99)],
];

it.each(TEXTS)(
  'writes valid files with %s',
  async (_what, title, description) => {
    const { read, readJson } = await render({
      title,
      description,
      system: 'system:default/forecasts',
      repository: 'https://github.com/acme/weather',
    });
    expect(await readJson('package.json')).toMatchObject({
      name: 'weather',
      description,
      mcpName: 'io.github.acme/weather',
      repository: 'https://github.com/acme/weather',
    });
    const server = await readJson('server.json');
    expect(server.title.length).toBeLessThanOrEqual(100);
    expect(server.description.length).toBeLessThanOrEqual(100);
    expect(server.description).not.toBe('');
    const cut = expect.stringMatching(/\.\.\.$/);
    expect(server.title).toEqual(title.length > 97 ? cut : title);
    // No half of a character is left where it was cut.
    expect(server.title + server.description).toBe(
      Buffer.from(server.title + server.description).toString(),
    );
    const { metadata, spec, ...rest } = parse(await read('catalog-info.yaml'));
    expect(rest).toEqual({ apiVersion: 'backstage.io/v1alpha1', kind: 'API' });
    expect(metadata).toEqual({
      name: 'weather',
      title,
      description,
      tags: ['mcp', 'typescript'],
      annotations: {
        'backstage.io/source-template':
          'template:default/mcp-server-typescript',
        'sprintconnect.io/environment': 'production',
      },
      links: [{ title: 'Repository', url: 'https://github.com/acme/weather' }],
    });
    const { definition, ...model } = spec;
    expect(model).toEqual({
      type: 'mcp-server',
      lifecycle: 'production',
      owner: 'group:default/platform',
      system: 'system:default/forecasts',
      remotes: [
        { type: 'streamable-http', url: 'https://weather.example.com/mcp' },
      ],
    });
    const { $schema, websiteUrl, ...known } = server;
    expect(JSON.parse(definition)).toEqual(known);
    expect($schema).toContain('/2025-12-11/');
    expect(websiteUrl).toBe('https://github.com/acme/weather');
    expect(await read('Dockerfile')).toContain(
      'LABEL io.modelcontextprotocol.server.name="io.github.acme/weather"',
    );
    expect((await read('README.md')).split('\n')[0]).toMatch(/^# \S/);
    expect(await read('README.md')).not.toContain('</script>');
  },
);

/** Where CI has put everything, nothing may be skipped. */
const mustRun = process.env.SPRINTCONNECT_REQUIRE_SERVICES === '1';

function hasPython(): boolean {
  try {
    execFileSync('python3', ['-c', 'import ensurepip'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

const describeWithPython = mustRun || hasPython() ? describe : describe.skip;

// As `yarn checks server-json`, which CI runs, it wants Python.
describeWithPython('the official schema of server.json', () => {
  it('takes what the skeleton writes', async () => {
    const texts: string[] = [];
    for (const [, title, description] of TEXTS) {
      const repository = 'https://github.com/acme/weather';
      const { read } = await render({ title, description, repository });
      texts.push(await read('server.json'));
    }
    // A schema that takes it checks nothing.
    const wrong = JSON.stringify({ ...JSON.parse(texts[0]), title: '' });
    const prepare = pathToFileURL(join(CHECKOUT, 'scripts/preparePython.mjs'));
    const checks = join(CHECKOUT, 'scripts/checks/serverJson');
    const options = {
      name: 'server-json',
      purpose: 'the check of server.json',
      requirements: join(checks, 'requirements.txt'),
    };
    const said = await runWell([process.execPath, '--input-type=module'], {
      cwd: CHECKOUT,
      input: `
          import { preparePython } from ${JSON.stringify(prepare.href)};
          const options = ${JSON.stringify(options)};
          const bin = await preparePython({ ...options, env: process.env });
          console.log('\\n' + bin);`,
    });
    const bin = said.trim().split('\n').at(-1) ?? '';
    const faults = await runWell(
      [join(bin, 'python'), join(checks, 'validate.py')],
      { cwd: checks, input: `[${[...texts, wrong].join(',')}]` },
    );
    const [ofWrong, ...ofOurs] = JSON.parse(faults).reverse();
    expect(ofOurs.flat()).toEqual([]);
    expect(ofWrong).toHaveLength(1);
  });
});

it('is whole in the package that hosts install', async () => {
  const own = join(__dirname, '../..');
  const pack = ['npm', 'pack', '--dry-run', '--json', '--ignore-scripts'];
  const said = await runWell(['sh', '-c', `${pack.join(' ')} 2>/dev/null`], {
    cwd: own,
  });
  const [{ files }] = JSON.parse(said);
  const packed = files.map(({ path }: { path: string }) => path);
  const templates = join(own, 'templates');
  const entries = await readdir(templates, {
    recursive: true,
    withFileTypes: true,
  });
  // npm leaves out some names, such as .gitignore and .npmrc, wherever they are.
  const missing = entries
    .filter(each => each.isFile())
    .map(each => join(each.parentPath, each.name).slice(own.length + 1))
    .filter(path => !packed.includes(path));
  expect(missing).toEqual([]);
});

it('starts from a folder of this checkout, with the packages that are installed there', async () => {
  const data = join(CHECKOUT, '.data');
  await mkdir(data, { recursive: true });
  const folder = await mkdtemp(join(data, 'typescript-'));
  try {
    const values = someValues({ title: ODD, description: LINES });
    await renderTemplate('mcp-server-typescript', values, folder);
    const server = await startGeneratedServer({
      command: [process.execPath, 'src/main.ts'],
      cwd: folder,
      env: { NODE_OPTIONS: '' },
    });
    try {
      await expectBothEras(server, {
        name: 'io.github.acme/weather',
        tool: { name: 'count_words', arguments: { text: '' } },
        structured: { words: 0, sentences: 0 },
      });
    } finally {
      expect(await server.stop()).toBe(0);
    }
  } finally {
    await rm(folder, { recursive: true });
  }
});
