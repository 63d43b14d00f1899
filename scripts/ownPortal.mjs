// A portal for tests: the demo's servers and the backend, on ports and a database of their own.
import { join } from 'node:path';
import { writeDemoConfig } from './demo.mjs';
import {
  backendIsUp,
  backendService,
  upstreamIsUp,
  upstreamService,
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
  };
}

/**
 * Starts it and waits until it is up. `home` is a folder for its configuration and its SQLite files; `more` is merged
 * into the configuration. Answers its ports ({frontend, backend, everything, forecast}).
 */
export async function startOwnPortal({ env, home, logFolder, more = {} }) {
  const ports = await choosePorts();
  const config = writeDemoConfig({
    folder: home,
    ports,
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
  const services = new Services({ logFolder });
  services.start(upstreamService({ ports, env }));
  services.start(backendService({ env, config }));
  await sayWhile('Portal', () =>
    services.until(Promise.all([upstreamIsUp(ports), backendIsUp(ports)])),
  );
  return ports;
}
