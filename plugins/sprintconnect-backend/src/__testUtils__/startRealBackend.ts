import { createBackend } from '@backstage/backend-defaults';
import {
  type BackendFeature,
  coreServices,
  createServiceFactory,
  type RootLoggerService,
} from '@backstage/backend-plugin-api';
import { mockServices } from '@backstage/backend-test-utils';
import type { JsonObject } from '@backstage/types';
import { freePort } from 'testing';
import plugin from '..';
import type { Database } from '../ports';

/** What an agent sends that the configuration knows; it may do everything. */
export const TOKEN = 'a-token-for-tests';

/** A portal as it runs: Backstage's own router with CORS and compression, its own tokens, a port. */
export async function startRealBackend(
  options: {
    /** Into the configuration of the backend, and of the plugin. */
    backend?: JsonObject;
    sprintconnect?: JsonObject;
    /** Into the configuration beside them. */
    root?: JsonObject;
    /** Default: one in memory. */
    database?: Database;
    /** Takes what everything in it logs. Default: nobody does. */
    logger?: RootLoggerService;
    /** Plugins beside ours. Default: none. */
    features?: BackendFeature[];
  } = {},
) {
  const port = await freePort();
  const backend = createBackend();
  const token = { token: TOKEN, subject: 'agent:a' };
  backend.add(
    mockServices.rootConfig.factory({
      data: {
        app: { baseUrl: 'http://127.0.0.1:1' },
        backend: {
          baseUrl: `http://127.0.0.1:${port}`,
          listen: { host: '127.0.0.1', port },
          database: { client: 'better-sqlite3', connection: ':memory:' },
          auth: { externalAccess: [{ type: 'static', options: token }] },
          ...options.backend,
        },
        sprintconnect: options.sprintconnect ?? {},
        ...options.root,
      },
    }),
  );
  const { logger } = options;
  backend.add(
    logger
      ? createServiceFactory({
          service: coreServices.rootLogger,
          deps: {},
          factory: () => logger,
        })
      : mockServices.rootLogger.factory({ level: 'none' }),
  );
  if (options.database) {
    const knex = options.database.reader;
    backend.add(mockServices.database.factory({ knex }));
  }
  backend.add(plugin);
  options.features?.forEach(feature => backend.add(feature));
  await backend.start();
  return { backend, base: `http://127.0.0.1:${port}/api/sprintconnect` };
}
