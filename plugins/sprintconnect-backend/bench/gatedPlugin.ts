import { createBackendPlugin } from '@backstage/backend-plugin-api';
import { serverReadPermission } from '@sprintconnect/plugin-sprintconnect-common';
import { createAccess } from '../src/access';
import { createAudit } from '../src/audit';
import { readSettings } from '../src/config';
import { createEgress } from '../src/egress';
import { hostServices } from '../src/hostServices';
import {
  contextOf,
  createCursors,
  createIdempotency,
  createRouter,
  jsonBody,
  openInstanceSecret,
  problemHandler,
} from '../src/http';
import { createLimits } from '../src/limits';
import { openDatabase, systemClock } from '../src/platform';

/** The gate of the plugin as mountRoutes.ts mounts it, before a route that does nothing. */
export const gatedPlugin = createBackendPlugin({
  pluginId: 'sprintconnect',
  register: env =>
    env.registerInit({
      deps: hostServices,
      async init(services) {
        const { config, discovery, httpRouter, logger } = services;
        const settings = readSettings(config);
        const clock = systemClock;
        const database = await openDatabase(services.databaseService);
        const secret = await openInstanceSecret(database, {
          name: 'http',
          clock,
        });
        const access = createAccess(
          {
            ...services,
            database,
            clock,
            secret,
            audit: createAudit({ database, clock, logger }),
            catalog: {
              entitiesOf: async () => [],
              organisations: async () => [],
            },
            cursors: createCursors(secret),
            idempotency: createIdempotency({ database, clock, secret }),
            egress: createEgress({ allow: settings.egress.allow }),
            outbox: { add: async () => {} },
          },
          {
            access: settings.access,
            tenancy: settings.tenancy,
            baseUrls: {
              external: await discovery.getExternalBaseUrl('sprintconnect'),
              internal: await discovery.getBaseUrl('sprintconnect'),
            },
            environments: [],
            stdioEntries: [],
          },
        );
        const limits = createLimits({
          settings: settings.limits,
          clock,
          logger,
        });
        const app = createRouter();
        app.get('/open', async (_req, res) => {
          res.json({ done: true });
        });
        app.get('/known', async (req, res) => {
          await services.httpAuth.credentials(req, { allow: ['user'] });
          res.json({ done: true });
        });
        app.use(access.identify);
        app.use('/v1', limits.beforeCaller, access.authenticate);
        app.use('/v1', ...limits.ofCaller, jsonBody());
        app.get('/v1/gated', async (req, res) => {
          await access.authorizer.judge(contextOf(req), serverReadPermission);
          res.json({ done: true });
        });
        app.use(access.router, problemHandler({ logger }));
        httpRouter.addAuthPolicy({ path: '/', allow: 'unauthenticated' });
        httpRouter.use(app);
      },
    }),
});
