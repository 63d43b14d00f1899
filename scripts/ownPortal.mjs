// A portal for tests: the demo's servers, its workshop and the backend, on ports and a database of their own.
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { writeDemoConfig } from './demo.mjs';
import { beforeEnd } from './ending.mjs';
import { DATA } from './paths.mjs';
import {
  backendIsUp,
  backendService,
  upstreamIsUp,
  upstreamService,
  workshopIsUp,
  workshopService,
} from './portal.mjs';
import { freePort } from './ports.mjs';
import { sayWhile } from './say.mjs';
import { Services } from './services.mjs';

async function choosePorts() {
  const portal = await freePort();
  return {
    frontend: portal, // the backend serves the built frontend
    backend: portal,
    everything: await freePort(),
    forecast: await freePort(),
    workshop: await freePort(),
  };
}

/** A folder for the workshop. It is inside of the checkout, because a server that a template made finds its packages there. */
function projectsFolder() {
  mkdirSync(DATA, { recursive: true });
  const folder = mkdtempSync(join(DATA, 'workshop-'));
  beforeEnd(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/**
 * Starts it and waits until it is up. `home` is a folder for its configuration and its SQLite files; `more` is merged
 * into the configuration. Answers its `ports` ({frontend, backend, everything, forecast, workshop}), and what stops all of it
 * and starts it again.
 */
export async function startOwnPortal({ env, home, logFolder, more = {} }) {
  const ports = await choosePorts();
  const projects = projectsFolder();
  const config = writeDemoConfig({
    folder: home,
    ports,
    projects,
    more: {
      ...more,
      backend: {
        ...more.backend,
        database: {
          client: 'better-sqlite3',
          connection: { directory: join(home, 'sqlite') },
        },
      },
    },
  });
  const start = async logs => {
    const services = new Services({ logFolder: logs });
    services.start(upstreamService({ ports, env }));
    services.start(workshopService({ ports, projects, env }));
    services.start(backendService({ env, config }));
    await sayWhile('Portal', () =>
      services.until(
        Promise.all([
          upstreamIsUp(ports),
          workshopIsUp(ports),
          backendIsUp(ports),
        ]),
      ),
    );
    return services;
  };
  let services = await start(logFolder);
  const restart = async () => {
    await services.stop();
    services = await start(join(logFolder, 'restarted'));
  };
  return { ports, restart };
}
