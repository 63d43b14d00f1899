import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, open, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

const suite = join(
  dirname(require.resolve('@modelcontextprotocol/conformance/package.json')),
  'dist/index.js',
);

/** Those of the official conformance suite that demand no special tools of a server. */
export const SCENARIOS = [
  'tools-list',
  'dns-rebinding-protection',
  'http-header-validation',
  'sep-2164-resource-not-found',
];

/** Runs {@link SCENARIOS} against a server, and expects that all pass. */
export async function expectConformance(url: string) {
  const folder = await mkdtemp(join(tmpdir(), 'conformance-'));
  try {
    for (const scenario of SCENARIOS) {
      // Into a file, because the suite exits before a pipe has taken everything it says.
      const report = join(folder, `${scenario}.txt`);
      const file = await open(report, 'w');
      const args = [suite, 'server', '--url', url, '--scenario', scenario];
      const child = spawn(process.execPath, args, {
        cwd: folder,
        stdio: ['ignore', file.fd, file.fd],
      });
      const [code] = await once(child, 'exit');
      await file.close();
      const output = await readFile(report, 'utf8');
      expect({ scenario, code, output }).toMatchObject({ code: 0 });
      expect(output).toMatch(/Passed: [1-9]\d*\/\d+, 0 failed/);
    }
  } finally {
    await rm(folder, { recursive: true });
  }
}
