// The processes of the portal: what starts each, when it is up, and which of its lines are worth a glance.
import { join } from 'node:path';
import { ROOT } from './paths.mjs';
import { answered } from './readiness.mjs';

// "2026-01-31T10:00:00.000Z catalog info …": only warnings and errors are shown, the log has the rest.
const ROUTINE =
  /^\S+ \S+ (info|debug|verbose)\b|^Loading config from|Postgres search engine is not supported/;
const isOk = response => response.ok;
const withConfig = files => files.flatMap(file => ['--config', file]);

/** The MCP servers of the demo. */
export const upstreamService = ({ ports, env }) => ({
  name: 'upstream',
  command: 'node',
  args: [
    '--disable-warning=MODULE_TYPELESS_PACKAGE_JSON',
    'app/upstream/src/main.ts',
    ...['--everything-port', String(ports.everything)],
    ...['--forecast-port', String(ports.forecast)],
  ],
  env,
});

/** What runs the servers that the demo's templates made, in the folder `projects`. */
export const workshopService = ({ ports, projects, env }) => ({
  name: 'workshop',
  command: 'node',
  args: [
    '--disable-warning=MODULE_TYPELESS_PACKAGE_JSON',
    'app/workshop/src/main.ts',
    ...['--port', String(ports.workshop)],
    ...['--folder', projects],
  ],
  env,
  // What a server says is in the log, and on the page of the workshop.
  shows: line => !/^\[workshop\] \S+ \| /.test(line),
});

/**
 * The Backstage backend, from source. Not through `backstage-cli package start`, which outlives a backend that
 * cannot start and waits for a changed file: here such a backend ends, and so is noticed.
 */
export const backendService = ({ env, config = [] }) => ({
  name: 'backend',
  command: 'node',
  args: [
    '--enable-source-maps',
    ...['--require', '@backstage/cli-node/config/nodeTransform.cjs'],
    'src/index',
    ...withConfig(config),
  ],
  cwd: join(ROOT, 'app', 'backend'),
  env: { ...env, NODE_ENV: 'development' },
  shows: line => !ROUTINE.test(line),
});

/** The Backstage frontend, from source; open pages follow the files. */
export const frontendService = ({ env, config = [] }) => ({
  name: 'frontend',
  command: 'backstage-cli',
  args: ['package', 'start', ...withConfig(config)],
  cwd: join(ROOT, 'app', 'frontend'),
  env: { ...env, NODE_ENV: 'development', BROWSER: 'none' },
  shows: line => /error|warn|compiled/i.test(line),
});

export const upstreamIsUp = ports =>
  Promise.all([
    answered(`http://127.0.0.1:${ports.everything}/mcp`),
    answered(`http://127.0.0.1:${ports.forecast}/mcp`),
  ]);

export const workshopIsUp = ports =>
  answered(`http://127.0.0.1:${ports.workshop}/healthz`, isOk);

export const backendIsUp = ports =>
  answered(
    `http://127.0.0.1:${ports.backend}/.backstage/health/v1/readiness`,
    isOk,
  );

export const frontendIsUp = ports =>
  answered(`http://127.0.0.1:${ports.frontend}/`, isOk);
