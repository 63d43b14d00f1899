// What the suites are let loose on: instances of the plugin behind a proxy that gives each the next request, and the suite's own fixture
// as a server behind them.
import { randomBytes } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../paths.mjs';
import { upstreamIsUp, upstreamService } from '../portal.mjs';
import { freePort } from '../ports.mjs';
import { answered } from '../readiness.mjs';
import { sayWhile } from '../say.mjs';
import { Services } from '../services.mjs';
import { startProxy } from './forward.mjs';
import { createChange } from './renaming.mjs';

/** Short, so that with it no name of the fixture is too long. */
export const FIXTURE = { name: 'fx', environment: 'development' };
const PLENTY = 1_000_000;
const isReady = response => response.ok;

function writeConfig(folder, { name, port, front, origins, database, token }) {
  mkdirSync(folder, { recursive: true });
  const file = join(folder, `app-config.${name}.yaml`); // JSON is YAML
  const settings = {
    app: { baseUrl: front },
    backend: {
      baseUrl: front,
      listen: { host: '127.0.0.1', port },
      database,
      auth: {
        externalAccess: [
          { type: 'static', options: { token, subject: 'conformance' } },
        ],
      },
    },
    sprintconnect: {
      egress: { allow: [{ host: '127.0.0.1' }] },
      gateway: { allowedOrigins: origins },
      // Counted as ever, and never reached.
      limits: {
        global: { perSecond: PLENTY, burst: PLENTY },
        organisation: { perMinute: PLENTY, perDay: PLENTY },
        address: { perMinute: PLENTY },
        apiKey: { perMinute: PLENTY },
      },
    },
  };
  writeFileSync(file, JSON.stringify(settings, null, 2));
  return file;
}

const instanceService = ({ name, config, env }) => ({
  name,
  command: 'node',
  args: [
    '--enable-source-maps',
    ...['--require', '@backstage/cli-node/config/nodeTransform.cjs'],
    'dev/instance',
    ...['--config', config],
  ],
  cwd: join(ROOT, 'plugins', 'sprintconnect-backend'),
  env: { ...env, NODE_ENV: 'development' },
  shows: () => false,
});

/** Asks the REST API as the administrator of this run; answers its JSON. */
function restOf(base, token) {
  return async (path, body) => {
    const response = await fetch(`${base}${path}`, {
      method: body ? 'POST' : 'GET',
      headers: {
        authorization: `Bearer ${token}`,
        'content-type': 'application/json',
      },
      ...(body && { body: JSON.stringify(body) }),
    });
    const answer = await response.json();
    if (!response.ok) {
      throw new Error(`${path}: ${response.status} ${JSON.stringify(answer)}`);
    }
    return answer;
  };
}

/** Registers the fixture, and waits until it is discovered. */
async function registerFixture(rest, url) {
  const server = await rest('/v1/servers', {
    ...FIXTURE,
    remotes: [{ type: 'streamable-http', url }],
  });
  for (;;) {
    const { snapshot } = await rest(`/v1/servers/${server.id}`);
    if (snapshot?.current) return server.id;
    await new Promise(resolve => setTimeout(resolve, 250));
  }
}

/** Of the database that all instances share: how many there can be, and what their configuration says. */
function databaseOf({ connection, home, token }) {
  return connection
    ? {
        instances: 2,
        database: {
          client: 'pg',
          prefix: `conformance_${token.slice(0, 8)}_`,
          connection,
        },
      }
    : {
        instances: 1,
        database: {
          client: 'better-sqlite3',
          connection: { directory: join(home, 'sqlite') },
        },
      };
}

/** The paths of the two kinds of endpoints, below `base`. */
const ENDPOINTS = {
  server: {
    path: `/mcp/servers/${FIXTURE.environment}/${FIXTURE.name}`,
    prefix: '',
  },
  aggregate: { path: '/mcp', prefix: `${FIXTURE.name}__` },
};

/**
 * Starts all of it and waits until the fixture is discovered. Two instances where `connection` names a PostgreSQL, else one. Answers
 * `base` (of the REST API), `rest(path, body?)`, `key` (of a machine that may read and use everything), `instances`, and `endpoints`
 * with the `url` of each kind for clients that bring a key, and the `suiteUrl` that brings it for them and calls everything as the fixture does.
 */
export async function startDoor({ env, home, logFolder, connection }) {
  const token = randomBytes(24).toString('hex');
  const { instances, database } = databaseOf({ connection, home, token });
  const port = await freePort();
  const front = `http://127.0.0.1:${port}`;
  const suitePorts = { server: await freePort(), aggregate: await freePort() };
  const origins = Object.values(suitePorts).map(
    each => `http://127.0.0.1:${each}`,
  );
  const upstream = { everything: await freePort(), forecast: await freePort() };
  const services = new Services({ logFolder });
  services.start({
    ...upstreamService({ ports: upstream, env }),
    shows: () => false,
  });
  const targets = [];
  for (let count = 1; count <= instances; count++) {
    const name = `instance-${count}`;
    const own = await freePort();
    const config = writeConfig(home, {
      ...{ name, port: own, front, origins, database, token },
    });
    services.start(instanceService({ name, config, env }));
    targets.push(`http://127.0.0.1:${own}`);
    // Backstage's own tables have no lock for the first migration: each instance starts on those that the last one made.
    await services.until(
      answered(`${targets.at(-1)}/.backstage/health/v1/readiness`, isReady),
    );
  }
  await sayWhile(`Fixture and ${instances} of the plugin`, () =>
    services.until(
      Promise.all([
        upstreamIsUp(upstream),
        ...targets.map(target =>
          answered(`${target}/.backstage/health/v1/readiness`, isReady),
        ),
      ]),
    ),
  );
  let turn = 0;
  await startProxy({ port, targetOf: () => targets[turn++ % targets.length] });
  const base = `${front}/api/sprintconnect`;
  const rest = restOf(base, token);
  const fixtureUrl = `http://127.0.0.1:${upstream.forecast}/conformance`;
  await sayWhile('Discovery', () => registerFixture(rest, fixtureUrl));
  const { secret: key } = await rest('/v1/api-keys', {
    name: 'conformance',
    scopes: [
      'mcp:servers:read',
      'mcp:capabilities:read',
      'mcp:capabilities:use',
    ],
  });
  const endpoints = {};
  for (const [kind, { path, prefix }] of Object.entries(ENDPOINTS)) {
    const url = `${base}${path}`;
    await startProxy({
      port: suitePorts[kind],
      targetOf: () => front,
      pathOf: () => new URL(url).pathname,
      change: createChange({ token: key, prefix }),
    });
    const suiteUrl = `http://127.0.0.1:${suitePorts[kind]}/mcp`;
    endpoints[kind] = { url, prefix, suiteUrl };
  }
  return { base, rest, key, instances, endpoints };
}
