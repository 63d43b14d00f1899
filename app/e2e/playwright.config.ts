import { join } from 'node:path';
import { defineConfig } from '@playwright/test';

/** Set by scripts/e2e.mjs, which starts what is tested: run `yarn e2e`. */
const { E2E_CHROMIUM, E2E_PORTAL, E2E_RESULTS = '.data/e2e', CI } = process.env;
if (!E2E_PORTAL) {
  throw new Error('Nothing to test has been started: run "yarn e2e".');
}

export default defineConfig({
  testDir: '.',
  outputDir: join(E2E_RESULTS, 'failures'),
  // One portal, one registry: the tests take turns.
  workers: 1,
  fullyParallel: false,
  forbidOnly: Boolean(CI),
  // Deadlines, not delays: a busy machine is slow.
  timeout: 300_000,
  expect: { timeout: 60_000 },
  reporter: [['list'], ['json']],
  use: {
    baseURL: E2E_PORTAL,
    viewport: { width: 1280, height: 800 },
    deviceScaleFactor: 1,
    locale: 'en-GB',
    timezoneId: 'UTC',
    // Not the screencast, which costs a third of the run; what the page was made of is kept, and a screenshot at the end.
    trace: { mode: 'retain-on-failure', screenshots: false, sources: false },
    screenshot: 'only-on-failure',
    launchOptions: { executablePath: E2E_CHROMIUM },
  },
});
