import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, open, readFile, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';

const suite = path.dirname(
  require.resolve('@modelcontextprotocol/conformance/package.json'),
);
const client = [
  'node --no-warnings --require',
  require.resolve('@backstage/cli/config/nodeTransform.cjs'),
  path.join(__dirname, '__testUtils__/conformanceClient.ts'),
].join(' ');

/** The names in the list of client scenarios of a file of the suite's kind. */
async function scenariosIn(file: string): Promise<string[]> {
  const text = await readFile(file, 'utf8');
  const [, list = ''] = /^client:\n((?:^[ #].*\n)*)/m.exec(text) ?? [];
  return [...list.matchAll(/^\s*- (\S+)$/gm)].map(([, name]) => name!);
}

describe('the client scenarios of the official conformance suite', () => {
  let workspace: string;

  beforeAll(async () => {
    workspace = await mkdtemp(path.join(os.tmpdir(), 'conformance-client-'));
  });

  afterAll(() => rm(workspace, { recursive: true }));

  async function run(scenario: string, revision: string) {
    // Into a file, because the suite exits before a pipe has taken everything it says.
    const report = path.join(workspace, 'report.txt');
    const file = await open(report, 'w');
    const child = spawn(
      process.execPath,
      [
        path.join(suite, 'dist/index.js'),
        ...['client', '--command', client, '--scenario', scenario],
        ...['--spec-version', revision],
      ],
      { cwd: workspace, stdio: ['ignore', file.fd, file.fd] },
    );
    const [code] = await once(child, 'exit');
    await file.close();
    return { code, output: await readFile(report, 'utf8') };
  }

  it.each([
    ['2026-07-28', 32],
    ['2025-11-25', 18],
  ])(
    'pass where %s requires them, or are expected to fail',
    async (revision, count) => {
      const required = await scenariosIn(
        path.join(suite, `requirements/${revision}.yaml`),
      );
      expect(required).toHaveLength(count);
      const expected = await scenariosIn(
        path.join(__dirname, 'conformanceClient.yaml'),
      );
      for (const scenario of required) {
        if (expected.includes(scenario)) continue;
        const { code, output } = await run(scenario, revision);
        expect({ scenario, code, output }).toMatchObject({
          code: 0,
          output: expect.stringContaining('OVERALL: PASSED'),
        });
      }
    },
    300_000,
  );
});
