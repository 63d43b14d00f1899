import express, { type Express, type Router } from 'express';
import type { RequestContext } from '../ports';
import {
  jsonBody,
  problemHandler,
  refuseNul,
  setContext,
  unknownRoute,
} from '../http';
import { testContext } from './testContext';

/**
 * An express app that serves routers as mountRoutes.ts does, with a stand-in for access. Everyone is
 * `user:default/ada` of organisation `default`. Headers change that per request:
 * `x-test-caller: service:plugin:catalog` (type, colon, ref), `x-test-org: other`, and `x-test-caller: none`.
 * What the problem handler logs is kept in `app.locals.logged`.
 */
export function testApp(
  routers: Router[],
  overrides: Partial<RequestContext> = {},
): Express {
  const app = express();
  const logged: string[] = [];
  app.locals.logged = logged;
  app.use((req, res, next) => {
    res.set('X-Request-Id', 'test-request');
    const header = req.get('x-test-caller');
    if (header !== 'none') {
      const [type, ...ref] = header?.split(':') ?? [];
      setContext(
        req,
        testContext({
          ...overrides,
          ...(header && {
            caller: {
              type: type === 'service' ? 'service' : 'user',
              ref: ref.join(':'),
            },
          }),
          orgId: req.get('x-test-org') ?? overrides.orgId ?? 'default',
        }),
      );
    }
    next();
  });
  app.use(refuseNul(), jsonBody());
  app.use(...routers);
  app.use(unknownRoute());
  app.use(
    problemHandler({
      logger: {
        error: (message, meta) =>
          logged.push(
            `${message}: ${meta instanceof Error ? meta.stack : JSON.stringify(meta)}`,
          ),
      },
    }),
  );
  return app;
}
