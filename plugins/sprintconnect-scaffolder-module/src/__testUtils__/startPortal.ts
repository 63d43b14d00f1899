import { createBackend } from '@backstage/backend-defaults';
import {
  type BackendFeature,
  coreServices,
  createBackendModule,
  createServiceFactory,
  type RootLoggerService,
} from '@backstage/backend-plugin-api';
import { mockServices } from '@backstage/backend-test-utils';
import type { Entity } from '@backstage/catalog-model';
import catalogPlugin from '@backstage/plugin-catalog-backend';
import templateModel from '@backstage/plugin-catalog-backend-module-scaffolder-entity-model';
import { catalogProcessingExtensionPoint } from '@backstage/plugin-catalog-node';
import scaffolderPlugin from '@backstage/plugin-scaffolder-backend';
import type { JsonObject } from '@backstage/types';
import catalogOfServers from '@sprintconnect/plugin-catalog-backend-module-sprintconnect';
import sprintconnectPlugin from '@sprintconnect/plugin-sprintconnect-backend';
import ourModule from '..';

/** A portal to be started, and started again on the same data. */
export interface PortalOptions {
  port: number;
  /** Folder of its databases. Default: in memory. */
  databases?: string;
  /** Ports on loopback that egress lets through. */
  upstreamPorts?: number[];
  /** Hosts that the catalog may read files from. */
  readable?: string[];
  /** Into the section `sprintconnect` of the configuration. */
  sprintconnect?: JsonObject;
  /** Into its root. */
  config?: JsonObject;
  features?: BackendFeature[];
  logger?: RootLoggerService;
}

/** The group `platform` with the user `ada`, who runs the templates. */
const people: Entity[] = [
  {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'Group',
    metadata: { name: 'platform' },
    spec: { type: 'team', children: [] },
  },
  {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'User',
    metadata: { name: 'ada' },
    spec: { memberOf: ['platform'] },
  },
];
const annotations = {
  'backstage.io/managed-by-location': 'test:people',
  'backstage.io/managed-by-origin-location': 'test:people',
};

const peopleModule = createBackendModule({
  pluginId: 'catalog',
  moduleId: 'people',
  register(reg) {
    reg.registerInit({
      deps: { processing: catalogProcessingExtensionPoint },
      async init({ processing }) {
        processing.addEntityProvider({
          getProviderName: () => 'people',
          connect: connection =>
            connection.applyMutation({
              type: 'full',
              entities: people.map(entity => ({
                entity: {
                  ...entity,
                  metadata: { ...entity.metadata, annotations },
                },
              })),
            }),
        });
      },
    });
  },
});
/**
 * A real backend with the catalog, the scaffolder, SprintConnect and our module, as an ordinary host has them. Tokens are the readable ones of
 * Backstage's test utilities.
 */
export async function startPortal(options: PortalOptions) {
  const { port, databases, upstreamPorts = [], readable = [] } = options;
  const backend = createBackend();
  const base = `http://127.0.0.1:${port}`;
  const everySecond = { frequency: { seconds: 1 }, timeout: { minutes: 1 } };
  backend.add(
    mockServices.rootConfig.factory({
      data: {
        app: { baseUrl: 'http://127.0.0.1:1' },
        backend: {
          baseUrl: base,
          listen: { host: '127.0.0.1', port },
          database: {
            client: 'better-sqlite3',
            connection: databases ? { directory: databases } : ':memory:',
          },
          reading: { allow: readable.map(host => ({ host })) },
        },
        permission: { enabled: false },
        ...options.config,
        catalog: {
          processingInterval: { seconds: 1 },
          rules: [{ allow: ['API', 'Location', 'Group', 'User'] }],
          providers: { sprintconnect: { intake: { schedule: everySecond } } },
          ...(options.config?.catalog as JsonObject),
        },
        sprintconnect: {
          ...(upstreamPorts.length > 0 && {
            egress: { allow: [{ host: '127.0.0.1', ports: upstreamPorts }] },
          }),
          ...options.sprintconnect,
        },
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
  backend.add(mockServices.auth.factory());
  backend.add(mockServices.httpAuth.factory());
  backend.add(mockServices.userInfo.factory());
  backend.add(catalogPlugin);
  backend.add(peopleModule);
  backend.add(templateModel);
  backend.add(scaffolderPlugin);
  backend.add(sprintconnectPlugin);
  backend.add(catalogOfServers);
  backend.add(ourModule);
  options.features?.forEach(feature => backend.add(feature));
  await backend.start();
  return { backend, base };
}
