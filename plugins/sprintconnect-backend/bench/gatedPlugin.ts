import { createBackendPlugin } from '@backstage/backend-plugin-api';
import { serverReadPermission } from '@sprintconnect/plugin-sprintconnect-common';
import { createAdministration } from '../src/administration';
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
import { openAccess } from '../src/openAccess';
import { openDatabase, systemClock } from '../src/platform';

/** The gate of the plugin as mountRoutes.ts mounts it, before a route that does nothing. */
export const gatedPlugin = createBackendPlugin({
  pluginId: 'sprintconnect',
  register: env =>
    env.registerInit({
      deps: hostServices,
      async init(services) {
        const { config, httpRouter, logger } = services;
        const settings = readSettings(config);
        const clock = systemClock;
        const database = await openDatabase(services.databaseService);
        const secret = await openInstanceSecret(database, {
          name: 'http',
          clock,
        });
        const plumbing = {
          ...{ database, clock, secret },
          catalog: {
            entitiesOf: async () => [],
            organisations: async () => [],
          },
          audit: createAudit({ database, clock, logger }),
          cursors: createCursors(secret),
          idempotency: createIdempotency({ database, clock, secret }),
          egress: createEgress({ allow: settings.egress.allow }),
          outbox: { add: async () => {} },
        };
        const { organisations, permissions, identity, authorizer } =
          await openAccess(services, { settings, plumbing });
        const { routers } = createAdministration(
          {
            ...plumbing,
            ...permissions,
            keys: identity.keys,
            jobLog: { find: async () => undefined, list: async () => [] },
            registry: {
              countServers: async () => 0,
              keepVisible: async () => [],
            },
            tenancy: organisations,
          },
          {
            issuers: settings.access.issuers,
            mode: settings.tenancy.mode,
            environments: [],
            stdioEntries: [],
            timeoutsMax: undefined,
            callsMax: undefined,
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
        app.use(identity.identify);
        app.use('/v1', limits.beforeCaller, identity.authenticate);
        app.use('/v1', ...limits.ofCaller, jsonBody());
        app.get('/v1/gated', async (req, res) => {
          await authorizer.judge(contextOf(req), serverReadPermission);
          res.json({ done: true });
        });
        app.use(...routers, problemHandler({ logger }));
        httpRouter.addAuthPolicy({ path: '/', allow: 'unauthenticated' });
        httpRouter.use(app);
      },
    }),
});
