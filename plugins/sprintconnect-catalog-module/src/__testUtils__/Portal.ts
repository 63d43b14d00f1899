import { createServer, type Server as HttpServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createBackend } from '@backstage/backend-defaults';
import {
  coreServices,
  createServiceFactory,
  type BackendFeature,
} from '@backstage/backend-plugin-api';
import { mockServices } from '@backstage/backend-test-utils';
import { CatalogClient } from '@backstage/catalog-client';
import type { Entity } from '@backstage/catalog-model';
import catalogPlugin from '@backstage/plugin-catalog-backend';
import {
  DefaultEventsService,
  eventsServiceRef,
} from '@backstage/plugin-events-node';
import { stringify } from 'yaml';
import { freePort } from 'testing';
import ourModule from '../index';

type Backend = ReturnType<typeof createBackend>;

const TOKEN = 'a-token-for-tests';

/** Serves catalog-info.yaml files, as a source code host would. */
export class YamlHost {
  readonly files = new Map<string, Entity[]>();
  readonly #server: HttpServer = createServer((req, res) => {
    const file = this.files.get(req.url ?? '');
    res.statusCode = file ? 200 : 404;
    res.end(file?.map(each => stringify(each)).join('---\n'));
  });

  async start(): Promise<void> {
    this.#server.listen(0, '127.0.0.1');
    await new Promise(resolve => this.#server.once('listening', resolve));
  }
  get host(): string {
    return `127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }
  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise(resolve => this.#server.close(resolve));
  }
}

/**
 * Backstage's events service, in process, without its shutdown: the catalog goes on processing for a moment
 * while a backend stops, and its last event would be a rejection that nobody handles.
 */
const eventsWithoutShutdown = createServiceFactory({
  service: eventsServiceRef,
  deps: {
    logger: coreServices.rootLogger,
    plugin: coreServices.pluginMetadata,
  },
  createRootContext: ({ logger }) =>
    DefaultEventsService.create({ logger, useEventBus: 'never' }),
  factory: ({ plugin }, events) => events.forPlugin(plugin.getId()),
});

/** A real backend with the real catalog, our module and a registry, on a port of its own. */
export class Portal {
  readonly #backend: Backend;
  readonly #port: number;
  readonly catalog: CatalogClient;

  private constructor(backend: Backend, port: number) {
    this.#backend = backend;
    this.#port = port;
    this.catalog = new CatalogClient({
      discoveryApi: {
        getBaseUrl: async id => `http://127.0.0.1:${port}/api/${id}`,
      },
      fetchApi: { fetch: (url, init) => this.#fetch(url, init) },
    });
  }

  static async start(options: {
    registry: BackendFeature;
    yamlHost?: YamlHost;
    config?: object;
  }): Promise<Portal> {
    const port = await freePort();
    const backend = createBackend();
    const everySecond = { frequency: { seconds: 1 }, timeout: { minutes: 1 } };
    backend.add(
      mockServices.rootConfig.factory({
        data: {
          app: { baseUrl: 'http://127.0.0.1:1' },
          backend: {
            baseUrl: `http://127.0.0.1:${port}`,
            listen: { host: '127.0.0.1', port },
            database: { client: 'better-sqlite3', connection: ':memory:' },
            reading: { allow: [{ host: options.yamlHost?.host ?? 'none' }] },
            auth: {
              externalAccess: [
                { type: 'static', options: { token: TOKEN, subject: 'test' } },
              ],
            },
          },
          catalog: {
            processingInterval: { seconds: 1 },
            rules: [{ allow: ['API', 'Location'] }],
            providers: { sprintconnect: { intake: { schedule: everySecond } } },
          },
          ...options.config,
        },
      }),
    );
    backend.add(mockServices.rootLogger.factory({ level: 'none' }));
    backend.add(eventsWithoutShutdown);
    backend.add(catalogPlugin);
    backend.add(options.registry);
    backend.add(ourModule);
    await backend.start();
    return new Portal(backend, port);
  }

  async stop(): Promise<void> {
    await this.#backend.stop();
  }

  async #fetch(url: URL | RequestInfo, init?: RequestInit) {
    const headers = new Headers(init?.headers);
    headers.set('authorization', `Bearer ${TOKEN}`);
    return fetch(url, { ...init, headers });
  }

  /** Asks the registry as a machine would. */
  async registry(path: string, init?: RequestInit): Promise<Response> {
    return this.#fetch(
      `http://127.0.0.1:${this.#port}/api/sprintconnect${path}`,
      init,
    );
  }

  /** Asks the registry with a credential of its own. */
  async asHolderOf(secret: string, path: string): Promise<Response> {
    return fetch(`http://127.0.0.1:${this.#port}/api/sprintconnect${path}`, {
      headers: { authorization: `Bearer ${secret}` },
    });
  }

  /** References of all mcp-server entities, sorted. */
  async serverEntities(): Promise<string[]> {
    const { items } = await this.catalog.getEntities({
      filter: { kind: 'API', 'spec.type': 'mcp-server' },
    });
    return items.map(each => each.metadata.name).sort();
  }
}
