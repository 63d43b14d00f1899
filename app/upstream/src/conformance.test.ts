import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, open, readFile, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { startForecastServer } from './index';
import type { ForecastServer } from './index';

const cli = path.join(
  path.dirname(
    require.resolve('@modelcontextprotocol/conformance/package.json'),
  ),
  'dist/index.js',
);

/** The server scenarios that a revision requires, from the suite's own list. */
async function requiredScenarios(revision: string): Promise<string[]> {
  const file = path.join(cli, `../../requirements/${revision}.yaml`);
  const lines = (await readFile(file, 'utf8')).split('\n');
  const from = lines.indexOf('server:') + 1;
  const names: string[] = [];
  for (const line of lines.slice(from)) {
    if (/^\S/.test(line)) break;
    const name = /^\s*- (\S+)$/.exec(line)?.[1];
    if (name) names.push(name);
  }
  return names;
}

describe('the official conformance suite', () => {
  let server: ForecastServer;
  let workspace: string;

  beforeAll(async () => {
    server = await startForecastServer();
    workspace = await mkdtemp(path.join(os.tmpdir(), 'conformance-'));
  });

  afterAll(async () => {
    await server.close();
    await rm(workspace, { recursive: true });
  });

  async function run(args: string[]) {
    // Into a file, because the suite exits before a pipe has taken everything it says.
    const report = path.join(workspace, 'report.txt');
    const file = await open(report, 'w');
    const child = spawn(
      process.execPath,
      [cli, 'server', '--url', server.conformanceUrl, ...args],
      { cwd: workspace, stdio: ['ignore', file.fd, file.fd] },
    );
    const [code] = await once(child, 'exit');
    await file.close();
    return { code, output: await readFile(report, 'utf8') };
  }

  it.each([
    ['2026-07-28', 37, path.resolve(__dirname, '../conformance.yaml')],
    ['2025-11-25', 30, undefined],
  ])(
    'passes all scenarios required by %s',
    async (revision, count, baseline) => {
      const expected = baseline ? ['--expected-failures', baseline] : [];
      const { code, output } = await run([
        '--requirements',
        revision,
        ...expected,
      ]);
      const required = await requiredScenarios(revision);
      expect(required).toHaveLength(count);
      const lines = output.split('\n');
      const notGreen = required.filter(
        name =>
          !lines.some(
            line =>
              line.startsWith(`✓ ${name}: `) && line.endsWith(' 0 failed'),
          ),
      );
      expect(notGreen).toEqual([]);
      expect({ code, output }).toMatchObject({ code: 0 });
    },
  );
});
