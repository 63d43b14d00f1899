import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, open, readFile, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { startForecastServer } from './index';
import type { ForecastServer } from './index';

jest.setTimeout(120_000);

const cli = path.join(
  path.dirname(
    require.resolve('@modelcontextprotocol/conformance/package.json'),
  ),
  'dist/index.js',
);

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
    ['2026-07-28', 37, path.resolve('conformance.yaml')],
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
      const [summary, unscored] = output
        .slice(output.indexOf('=== SUMMARY ==='))
        .split('Not scored for');
      const passed = summary
        .split('\n')
        .filter(line => /^✓ .*: [1-9]\d* passed, 0 failed/.test(line));
      const required = passed.filter(
        line => !unscored.includes(` ${line.slice(2).split(':')[0]} (`),
      );
      expect(required).toHaveLength(count);
      expect({ code, output }).toMatchObject({ code: 0 });
    },
  );
});
