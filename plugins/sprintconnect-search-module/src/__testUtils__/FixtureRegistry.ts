import {
  coreServices,
  createBackendPlugin,
  type BackendFeature,
  type HttpAuthService,
} from '@backstage/backend-plugin-api';
import type {
  CapabilityHit,
  Server,
} from '@sprintconnect/plugin-sprintconnect-common';
import express, { type Request, type Response } from 'express';

/** The two listings of the contract that are indexed, for services only, in pages of two. */
export class FixtureRegistry {
  servers: Server[] = [];
  capabilities: CapabilityHit[] = [];
  /** While set, both answer 503. */
  failing = false;

  feature(): BackendFeature {
    return createBackendPlugin({
      pluginId: 'sprintconnect',
      register: reg =>
        reg.registerInit({
          deps: {
            httpAuth: coreServices.httpAuth,
            httpRouter: coreServices.httpRouter,
          },
          init: async ({ httpAuth, httpRouter }) => {
            httpRouter.use(this.#router(httpAuth) as never);
          },
        }),
    });
  }

  #router(httpAuth: HttpAuthService) {
    const router = express.Router();
    router.use((req, res, next) => {
      httpAuth.credentials(req, { allow: ['service'] }).then(() => {
        if (this.failing) res.status(503).json({});
        else next();
      }, next);
    });
    router.get('/v1/servers', (req, res) => this.#page(this.servers, req, res));
    router.get('/v1/discovery/capabilities', (req, res) =>
      this.#page(this.capabilities, req, res),
    );
    return router;
  }

  #page(all: readonly unknown[], req: Request, res: Response): void {
    const start = Number(req.query.cursor ?? 0);
    res.json({
      items: all.slice(start, start + 2),
      ...(start + 2 < all.length ? { nextCursor: String(start + 2) } : {}),
    });
  }
}
