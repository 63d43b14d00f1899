// `yarn e2e`: the built frontend, the backend and the demo's servers, on ports and a database of their own, used
// through Chromium. What follows on the command line goes to Playwright (`yarn e2e --headed -g register`).
import {
  existsSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { bundleFrontend } from './bundle.mjs';
import { findChromium } from './chromium.mjs';
import { ask, show } from './command.mjs';
import { installDependencies } from './dependencies.mjs';
import { beforeEnd, run } from './ending.mjs';
import { startOwnPortal } from './ownPortal.mjs';
import { DATA, ROOT } from './paths.mjs';
import { restartOnRequest } from './restartOnRequest.mjs';
import { bold, say } from './say.mjs';
import { closingLine, tallyOfPlaywright } from './tally.mjs';
import { prepareToolchain } from './toolchain.mjs';

const RESULTS = join(DATA, 'e2e');
const REPORT = join(RESULTS, 'report.json');
const TALLY = join(DATA, 'e2e-tally.json');

function writeTally() {
  if (!existsSync(REPORT)) {
    return { passed: 0, failed: 1, skipped: 0 };
  }
  return tallyOfPlaywright(JSON.parse(readFileSync(REPORT, 'utf8')));
}

await run(async () => {
  const env = await prepareToolchain();
  await installDependencies(env);
  const chromium = findChromium('yarn e2e');
  say(`${await ask(chromium, ['--version'])}`);
  await bundleFrontend(env);
  rmSync(RESULTS, { recursive: true, force: true });
  const home = mkdtempSync(join(tmpdir(), 'sprintconnect-e2e-'));
  beforeEnd(() => rmSync(home, { recursive: true, force: true }));
  const { ports, restart } = await startOwnPortal({
    env,
    home,
    logFolder: join(RESULTS, 'logs'),
    more: {
      auth: {
        clientIdMetadataDocuments: {
          // The agents of the tests say there who they are.
          allowedClientIdPatterns: ['http://127.0.0.1:*/*'],
        },
      },
      catalog: { processingInterval: { seconds: 5 } },
      sprintconnect: {
        health: { intervalSeconds: 5, restSeconds: 5, restSecondsMax: 10 },
      },
    },
  });
  say(bold('Tests in Chromium'));
  const code = await show(
    'playwright',
    [
      'test',
      '--config',
      'app/e2e/playwright.config.ts',
      ...process.argv.slice(2),
    ],
    {
      env: {
        ...env,
        E2E_CHROMIUM: chromium,
        E2E_PORTAL: `http://localhost:${ports.frontend}`,
        E2E_FORECAST: `http://127.0.0.1:${ports.forecast}/mcp`,
        E2E_RESTART: await restartOnRequest(restart),
        E2E_RESULTS: RESULTS,
        PLAYWRIGHT_JSON_OUTPUT_FILE: REPORT,
      },
    },
  );
  const tally = writeTally();
  writeFileSync(TALLY, JSON.stringify(tally));
  say(`Screenshots, traces of failures and logs: ${relative(ROOT, RESULTS)}/`);
  console.log(`\n${closingLine(tally)}`);
  return code;
});
