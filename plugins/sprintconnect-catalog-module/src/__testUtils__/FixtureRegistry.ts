import { randomUUID } from 'node:crypto';
import {
  coreServices,
  createBackendPlugin,
  type BackendFeature,
  type HttpAuthService,
} from '@backstage/backend-plugin-api';
import {
  eventsServiceRef,
  type EventsService,
} from '@backstage/plugin-events-node';
import {
  catalogServerSchema,
  problemTypeOf,
  registerServerSchema,
  type EventType,
  type Server,
} from '@sprintconnect/plugin-sprintconnect-common';
import express, { type Request, type Response } from 'express';
import { aServer } from './aServer';

/**
 * A small registry over HTTP with the routes of the contract that the catalog module uses. It outlives the
 * backends that it is installed in, remembers each request, and fails on demand.
 */
export class FixtureRegistry {
  readonly servers = new Map<string, Server>();
  /** Writes of the catalog module, such as `PUT default/weather`. */
  readonly writes: string[] = [];
  /** While set, matching requests answer 503. */
  failing?: (req: Request) => boolean;
  /** While set, no event is published. */
  silent = false;
  #events?: EventsService;
  #seq = 0;

  feature(): BackendFeature {
    return createBackendPlugin({
      pluginId: 'sprintconnect',
      register: reg =>
        reg.registerInit({
          deps: {
            events: eventsServiceRef,
            httpAuth: coreServices.httpAuth,
            httpRouter: coreServices.httpRouter,
          },
          init: async ({ events, httpAuth, httpRouter }) => {
            this.#events = events;
            httpRouter.use(this.#router(httpAuth) as never);
          },
        }),
    });
  }

  async publish(type: EventType, serverId: string): Promise<void> {
    if (this.silent) return;
    this.#seq += 1;
    await this.#events?.publish({
      topic: 'sprintconnect',
      metadata: { eventType: type },
      eventPayload: {
        id: randomUUID(),
        seq: this.#seq,
        type,
        orgId: 'default',
        occurredAt: new Date(0).toISOString(),
        serverId,
      },
    });
  }

  async register(body: unknown, origin: Server['origin'] = 'api') {
    const { credential, ...input } = registerServerSchema.parse(body);
    const server = aServer({
      ...input,
      tags: input.tags ?? [],
      origin,
      id: randomUUID(),
    });
    this.servers.set(server.id, server);
    await this.publish('server.registered', server.id);
    return server;
  }

  async change(id: string, fields: Partial<Server>) {
    const before = this.servers.get(id)!;
    const revision = before.revision + 1;
    this.servers.set(id, { ...before, ...fields, revision });
    await this.publish(
      fields.status === 'retired' ? 'server.retired' : 'server.updated',
      id,
    );
  }

  byRef(entityRef: string): Server | undefined {
    return [...this.servers.values()].find(
      each => each.origin === 'catalog' && each.entityRef === entityRef,
    );
  }

  #router(httpAuth: HttpAuthService) {
    const router = express.Router();
    router.use(express.json());
    router.use((req, res, next) => {
      httpAuth.credentials(req, { allow: ['service'] }).then(() => {
        if (this.failing?.(req)) res.status(503).json({});
        else next();
      }, next);
    });
    router.get('/v1/servers', (req, res) => this.#list(req, res));
    router.get('/v1/servers/by-name/:environment/:name', (req, res) => {
      const found = [...this.servers.values()].find(
        each =>
          each.status !== 'retired' &&
          each.name === req.params.name &&
          each.environment === req.params.environment,
      );
      answer(res, found);
    });
    router.get('/v1/servers/:id', (req, res) =>
      answer(res, this.servers.get(req.params.id)),
    );
    router.put('/v1/catalog/entities/:namespace/:name', (req, res, next) => {
      this.#put(req, res).catch(next);
    });
    router.delete('/v1/catalog/entities/:namespace/:name', (req, res, next) => {
      const { namespace, name } = req.params;
      this.writes.push(`DELETE ${namespace}/${name}`);
      const server = this.byRef(`api:${namespace}/${name}`);
      (server
        ? this.change(server.id, { status: 'retired' })
        : Promise.resolve()
      ).then(() => res.status(204).end(), next);
    });
    return router;
  }

  /** Pages of two, so that every listing really pages. */
  #list(req: Request, res: Response): void {
    const origins = String(req.query.origin).split(',');
    const all = [...this.servers.values()].filter(
      each => each.status !== 'retired' && origins.includes(each.origin),
    );
    const start = Number(req.query.cursor ?? 0);
    res.json({
      items: all.slice(start, start + 2),
      ...(start + 2 < all.length ? { nextCursor: String(start + 2) } : {}),
    });
  }

  async #put(req: Request, res: Response): Promise<void> {
    const { namespace, name } = req.params;
    this.writes.push(`PUT ${namespace}/${name}`);
    const read = catalogServerSchema.safeParse(req.body);
    if (!read.success || read.data.name === 'taken') {
      res.status(read.success ? 409 : 400).json({
        type: problemTypeOf(read.success ? 'name-taken' : 'invalid-request'),
        title: 'Refused',
        status: read.success ? 409 : 400,
        detail: 'This name is already used',
        instance: req.originalUrl,
        requestId: 'r',
      });
      return;
    }
    const entityRef = `api:${namespace}/${name}`;
    const before = this.byRef(entityRef);
    const id = before?.id ?? randomUUID();
    const fields = { ...read.data, tags: read.data.tags ?? [] };
    this.servers.set(
      id,
      aServer({
        ...fields,
        id,
        entityRef,
        origin: 'catalog',
        revision: (before?.revision ?? 0) + 1,
      }),
    );
    await this.publish(before ? 'server.updated' : 'server.registered', id);
    res.json(this.servers.get(id));
  }
}

function answer(res: Response, server: Server | undefined): void {
  if (server) res.json(server);
  else res.status(404).json({});
}
