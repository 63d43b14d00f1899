// `npm run stock-host`: a portal as `create-app` of Backstage makes it, with our plugins as they would be published, added
// as the README says, and walked once through Chromium. Minutes on an idle machine; CI does not run it (decision 61).
// With `-- --keep` the portal stays until Ctrl-C, to look at by hand. What else follows "--" goes to Playwright.
import { rmSync } from 'node:fs';
import { join, relative } from 'node:path';
import { findChromium } from './chromium.mjs';
import { show } from './command.mjs';
import { installDependencies } from './dependencies.mjs';
import { beforeEnd, run } from './ending.mjs';
import { DATA, ROOT } from './paths.mjs';
import {
  backendIsUp,
  frontendIsUp,
  upstreamIsUp,
  upstreamService,
} from './portal.mjs';
import { freePort } from './ports.mjs';
import { bold, say, sayWhile } from './say.mjs';
import { Services } from './services.mjs';
import { createPortal } from './stockHost/createPortal.mjs';
import { packPlugins } from './stockHost/packPlugins.mjs';
import { readSteps } from './stockHost/readme.mjs';
import { serveRegistry } from './stockHost/serveRegistry.mjs';
import { prepareToolchain } from './toolchain.mjs';

const RESULTS = join(DATA, 'stock-host', 'results');
const KEEP = '--keep';
/** As the README says: the home page takes it by configuration. */
const HOME_WIDGET = {
  component: 'SprintConnectAttention',
  ...{ column: 0, row: 0, width: 12, height: 4 },
};

async function choosePorts() {
  const ports = {};
  for (const part of ['frontend', 'backend', 'everything', 'forecast']) {
    ports[part] = await freePort();
  }
  return ports;
}

/** What differs from the files of `create-app`: free ports, servers and agents on private addresses, and our widget on the home page. */
function configOf(ports) {
  const frontend = `http://localhost:${ports.frontend}`;
  return {
    app: {
      baseUrl: frontend,
      listen: { host: '127.0.0.1' },
      extensions: [
        { 'page:catalog': { config: { path: '/' } } }, // as create-app has it
        { 'page:home': { config: { defaultConfig: [HOME_WIDGET] } } },
      ],
    },
    backend: {
      baseUrl: `http://localhost:${ports.backend}`,
      listen: { host: '127.0.0.1', port: ports.backend },
      cors: { origin: frontend },
    },
    auth: {
      // As the README says, and where the agent of the walk says who it is.
      clientIdMetadataDocuments: {
        enabled: true,
        allowedClientIdPatterns: ['http://127.0.0.1:*/*'],
      },
    },
    // A walk is short, and the default is 10 minutes.
    search: {
      collators: {
        sprintconnect: {
          schedule: {
            frequency: { seconds: 10 },
            timeout: { minutes: 1 },
            initialDelay: { seconds: 10 },
          },
        },
      },
    },
    sprintconnect: {
      egress: {
        allow: [
          { host: '127.0.0.1', ports: [ports.everything, ports.forecast] },
        ],
      },
    },
  };
}

async function startAll({ portal, ports, env }) {
  const services = new Services({ logFolder: join(RESULTS, 'logs') });
  services.start(upstreamService({ ports, env }));
  services.start({
    name: 'portal',
    command: 'yarn',
    args: ['start'],
    cwd: portal.folder,
    env: { ...portal.env, NODE_ENV: 'development', BROWSER: 'none' },
    shows: line => /^\S+ \S+ error\b|^ERROR/.test(line),
  });
  await sayWhile('The portal starts', () =>
    services.until(
      Promise.all([
        upstreamIsUp(ports),
        backendIsUp(ports),
        frontendIsUp(ports),
      ]),
    ),
  );
  return services;
}

await run(async () => {
  const args = process.argv.slice(2);
  const env = await prepareToolchain();
  await installDependencies(env);
  const chromium = findChromium('yarn stock-host');
  const registry = await serveRegistry(await packPlugins(env));
  beforeEnd(registry.close);
  const ports = await choosePorts();
  const portal = await createPortal({
    env,
    registry: registry.url,
    steps: readSteps(),
    config: configOf(ports),
  });
  rmSync(RESULTS, { recursive: true, force: true });
  const services = await startAll({ portal, ports, env });
  say(bold('The walk, in Chromium'));
  const code = await show(
    'playwright',
    [
      ...['test', '--config', 'app/e2e/stockHost.config.ts'],
      ...args.filter(each => each !== KEEP),
    ],
    {
      env: {
        ...env,
        E2E_CHROMIUM: chromium,
        E2E_PORTAL: `http://localhost:${ports.frontend}`,
        E2E_BACKEND: `http://localhost:${ports.backend}`,
        E2E_EVERYTHING: `http://127.0.0.1:${ports.everything}/mcp`,
        E2E_FORECAST: `http://127.0.0.1:${ports.forecast}/mcp`,
        E2E_RESULTS: RESULTS,
      },
    },
  );
  say(`Screenshots, traces of failures and logs: ${relative(ROOT, RESULTS)}/`);
  if (args.includes(KEEP)) {
    say(bold(`The portal stays at http://localhost:${ports.frontend}/`));
    throw Services.obituary(await services.died);
  }
  return code;
});
