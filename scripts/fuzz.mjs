// `npm run fuzz`: asks a portal of its own everything that its OpenAPI document allows and forbids, and ends with 1 when an
// answer is not what the document says. What follows on the command line goes to schemathesis (`npm run fuzz -- --max-time 20`).
import { randomBytes, randomInt } from 'node:crypto';
import {
  existsSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { show } from './command.mjs';
import { installDependencies } from './dependencies.mjs';
import { beforeEnd, run } from './ending.mjs';
import { startOwnPortal } from './ownPortal.mjs';
import { DATA, ROOT } from './paths.mjs';
import { preparePython } from './preparePython.mjs';
import { Trouble, bold, say, sayWhile } from './say.mjs';
import { closingLine, tallyOfSchemathesis } from './tally.mjs';
import { prepareToolchain } from './toolchain.mjs';

const SECONDS = 120;
const RESULTS = join(DATA, 'fuzz');
const REPORT = join(RESULTS, 'report.json');
const TALLY = join(DATA, 'fuzz-tally.json');
const PLENTY = 1_000_000;

/** What the portal of this run is told beside the configuration of the demo. */
const settingsFor = token => ({
  backend: {
    auth: {
      externalAccess: [
        { type: 'static', options: { token, subject: 'fuzzer' } },
      ],
    },
    // Each case comes from an address of its own, so that bad credentials do not have to wait.
    trustProxy: 'loopback',
  },
  sprintconnect: {
    // Counted as ever, and never reached.
    limits: {
      global: { perSecond: PLENTY, burst: PLENTY },
      organisation: { perMinute: PLENTY, perDay: PLENTY },
      address: { perMinute: PLENTY },
    },
    events: { heartbeatSeconds: 1, lifeSeconds: 1 },
  },
});

/** The seed of the run: that of the environment, or a new one. */
function chooseSeed() {
  const text = process.env.SCHEMATHESIS_SEED;
  if (!text) return randomInt(2 ** 31);
  const seed = Number(text);
  if (!Number.isSafeInteger(seed) || seed < 0) {
    throw new Trouble(
      `SCHEMATHESIS_SEED=${text} is no seed: give a whole number from 0.`,
    );
  }
  return seed;
}

/** Waits until the demo's servers are registered and discovered, so that there is something to ask for. */
async function untilDiscovered(base, token) {
  for (;;) {
    const response = await fetch(`${base}/v1/servers`, {
      headers: { authorization: `Bearer ${token}` },
    });
    const { items = [] } = await response.json();
    const known = items.filter(({ snapshot }) => snapshot?.current);
    if (known.length >= 2) return;
    await new Promise(resolve => setTimeout(resolve, 250));
  }
}

await run(async () => {
  const seed = chooseSeed();
  const env = await prepareToolchain();
  await installDependencies(env);
  const bin = await preparePython({
    name: 'schemathesis',
    purpose: 'the fuzzer',
    requirements: join(ROOT, 'scripts', 'fuzz', 'requirements.txt'),
    env,
  });
  rmSync(RESULTS, { recursive: true, force: true });
  const home = mkdtempSync(join(tmpdir(), 'sprintconnect-fuzz-'));
  beforeEnd(() => rmSync(home, { recursive: true, force: true }));
  const token = randomBytes(24).toString('hex');
  const { ports } = await startOwnPortal({
    env,
    home,
    logFolder: join(RESULTS, 'logs'),
    more: settingsFor(token),
  });
  const base = `http://127.0.0.1:${ports.backend}/api/sprintconnect`;
  await sayWhile('Discovery', () => untilDiscovered(base, token));
  say(
    bold(
      `Requests of seed ${seed} (again: SCHEMATHESIS_SEED=${seed} npm run fuzz)`,
    ),
  );
  const code = await show(
    join(bin, 'schemathesis'),
    [
      ...['--config-file', 'schemathesis.toml', 'run', `${base}/openapi.json`],
      ...['--seed', String(seed), '--max-time', String(SECONDS)],
      ...['--report-json-path', REPORT],
      ...process.argv.slice(2),
    ],
    {
      cwd: join(ROOT, 'scripts', 'fuzz'),
      env: {
        ...env,
        PYTHONDONTWRITEBYTECODE: '1',
        FUZZ_TOKEN: token,
        FUZZ_SERVER_URL: `http://127.0.0.1:${ports.forecast}/mcp`,
      },
    },
  );
  const tally = existsSync(REPORT)
    ? tallyOfSchemathesis(JSON.parse(readFileSync(REPORT, 'utf8')))
    : { passed: 0, failed: 1, skipped: 0 };
  writeFileSync(TALLY, JSON.stringify(tally));
  say(`Every failure and the logs: ${relative(ROOT, RESULTS)}/`);
  console.log(`\n${closingLine(tally)}`);
  return code;
});
