import {
  coreServices,
  createBackendPlugin,
} from '@backstage/backend-plugin-api';
import { eventsServiceRef } from '@backstage/plugin-events-node';
import { notificationService } from '@backstage/plugin-notifications-node';
import { signalsServiceRef } from '@backstage/plugin-signals-node';
import type { Router } from 'express';
import { SPRINTCONNECT_PLUGIN_ID } from '@sprintconnect/plugin-sprintconnect-common';
import { createAccess, METADATA_PATH, type Access } from './access';
import { openAudit } from './audit';
import { readSettings, type Settings } from './config';
import { createDiscovery, type Discovery } from './discovery';
import { createEgress } from './egress';
import { createHealth, type Health } from './health';
import {
  createCursors,
  createIdempotency,
  createOpenApiRouter,
  createRouter,
  jsonBody,
  openInstanceSecret,
  problemHandler,
  refuseNul,
  unknownRoute,
} from './http';
import { createJobs } from './jobs';
import { createLimits } from './limits';
import { backstagePublisher, createOutbox } from './outbox';
import {
  backstageCatalog,
  backstageNotifier,
  createHealthRouter,
  openDatabase,
  systemClock,
} from './platform';
import type { KeepVisible } from './ports';
import { createRegistry, type Registry } from './registry';
import { scheduleTasks } from './scheduleTasks';
import { createUpstream } from './upstream';

const deps = {
  auditor: coreServices.auditor,
  auth: coreServices.auth,
  config: coreServices.rootConfig,
  databaseService: coreServices.database,
  discovery: coreServices.discovery,
  events: eventsServiceRef,
  httpAuth: coreServices.httpAuth,
  httpRouter: coreServices.httpRouter,
  instance: coreServices.rootInstanceMetadata,
  lifecycle: coreServices.lifecycle,
  logger: coreServices.logger,
  notifications: notificationService,
  permissions: coreServices.permissions,
  permissionsRegistry: coreServices.permissionsRegistry,
  rootHttpRouter: coreServices.rootHttpRouter,
  scheduler: coreServices.scheduler,
  signals: signalsServiceRef,
  userInfo: coreServices.userInfo,
};
type Services = { [K in keyof typeof deps]: (typeof deps)[K]['T'] };
type Plumbing = Awaited<ReturnType<typeof openPlumbing>>;
interface App {
  settings: Settings;
  plumbing: Plumbing;
  access: Access;
  keepVisible: KeepVisible;
  streams: { router: Router; stop(): void };
  registry: Registry;
  discovery: Discovery;
  health: Health;
}

/**
 * SprintConnect's backend: the registry of MCP servers, and what keeps it true.
 *
 * @public
 */
export const sprintconnectPlugin = createBackendPlugin({
  pluginId: SPRINTCONNECT_PLUGIN_ID,
  register(env) {
    env.registerInit({ deps, init });
  },
});

/** The order of the lines is the ladder: a slice cannot be given what is not built yet. */
async function init(services: Services): Promise<void> {
  const settings = readSettings(services.config);
  const plumbing = await openPlumbing(services, settings);
  const { clock, egress, worker } = plumbing;
  const choices = {
    environments: settings.environments,
    stdioEntries: Object.keys(settings.upstream.stdio),
  };

  const access = createAccess(
    { ...services, ...plumbing },
    {
      ...choices,
      access: settings.access,
      tenancy: settings.tenancy,
      baseUrls: {
        external: await services.discovery.getExternalBaseUrl(
          SPRINTCONNECT_PLUGIN_ID,
        ),
        internal: await services.discovery.getBaseUrl(SPRINTCONNECT_PLUGIN_ID),
      },
    },
  );
  const { authorizer } = access;
  const upstream = createUpstream({
    egress,
    clock,
    settings: settings.upstream,
    environment: settings.processEnvironment,
  });
  const registry = createRegistry(
    { ...plumbing, authorizer },
    {
      ...choices,
      discovery: settings.discovery,
      search: settings.search,
      probes: settings.health.enabled,
    },
  );
  const discovery = createDiscovery(
    { ...plumbing, settings: settings.discovery },
    { registry: registry.service, upstream },
  );
  const health = createHealth(
    { ...plumbing, authorizer, settings: settings.health },
    { registry: registry.service, upstream },
  );

  access.registerResources(registry.loaders);
  const keepVisible: KeepVisible = (ctx, ids, readable) =>
    registry.service.keepVisible(ctx, ids, readable);
  const streams = plumbing.eventStreams({
    authorizer,
    keepVisible,
    settings: settings.events,
  });

  worker.handle([...discovery.jobs, ...registry.jobs, ...health.jobs]);
  const app = {
    settings,
    plumbing,
    access,
    streams,
    registry,
    discovery,
    health,
    keepVisible,
  };
  mount(services, app);
  run(services, app);
  if (settings.roles.includes('scheduler')) {
    await scheduleTasks(services.scheduler, {
      tasks: health.tasks,
      prunes: [...plumbing.prunes, access.prune, ...health.prunes],
    });
  }
}

/** In the order in which they are asked. */
function routersOf({
  access,
  plumbing,
  streams,
  health,
  registry,
  keepVisible,
}: App): Router[] {
  const { authorizer } = access;
  const { auditSlice, cursors, jobsRouter } = plumbing;
  return [
    access.router,
    access.organisationRouter({
      countServers: ctx => registry.service.countServers(ctx),
    }),
    jobsRouter({ authorizer, cursors, keepVisible }),
    auditSlice.router({ authorizer, cursors }),
    streams.router,
    // Before the registry, which takes any name after `/v1/servers/` for an id.
    health.router,
    registry.router,
  ];
}

/** What every slice stands on. */
async function openPlumbing(services: Services, settings: Settings) {
  const { auditor, databaseService, events, logger, signals } = services;
  const clock = systemClock;
  const database = await openDatabase(databaseService);
  const publish = backstagePublisher({ events, signals, logger });
  const outboxSlice = createOutbox({ database, clock, logger, publish });
  const { outbox } = outboxSlice;
  const jobs = createJobs({
    database,
    outbox,
    clock,
    logger,
    pollIntervalMs: settings.jobs.pollIntervalMs,
    leaseMs: settings.jobs.leaseSeconds * 1000,
  });
  const secret = await openInstanceSecret(database, { name: 'http', clock });
  const cursors = createCursors(secret);
  const idempotency = createIdempotency({ database, clock, secret });
  const auditSlice = await openAudit({
    database,
    clock,
    logger,
    auditor,
    settings: settings.audit,
  });
  return {
    database,
    clock,
    logger,
    outbox,
    audit: auditSlice.audit,
    auditSlice,
    jobs: jobs.queue,
    catalog: backstageCatalog(services),
    notifier: backstageNotifier(services),
    egress: createEgress({ allow: settings.egress.allow }),
    cursors,
    secret,
    idempotency,
    relay: outboxSlice.relay,
    eventStreams: outboxSlice.streams,
    worker: jobs.worker,
    limits: createLimits({ settings: settings.limits, clock, logger }),
    jobsRouter: jobs.router,
    prunes: [
      jobs.prune,
      outboxSlice.prune,
      idempotency.prune,
      auditSlice.prune,
    ],
  };
}

/**
 * Backstage's own barrier would answer 401 in its own format, so it is opened for our paths, and access stands
 * behind it instead. For ours only: it goes on guarding what Backstage mounts beside them.
 */
function mount(
  { httpRouter, lifecycle, logger, rootHttpRouter }: Services,
  parts: App,
): void {
  const { plumbing, access, settings } = parts;
  let stopping = false;
  lifecycle.addShutdownHook(() => {
    stopping = true;
  });
  const app = createRouter();
  app.use(access.identify);
  app.use(
    createHealthRouter({
      database: plumbing.database,
      stopping: () => stopping,
    }),
  );
  if (settings.roles.includes('api')) {
    const { limits } = plumbing;
    app.use('/v1', limits.beforeCaller, access.authenticate);
    app.use('/v1', ...limits.ofCaller, refuseNul(), jsonBody());
    app.use(createOpenApiRouter(), access.openRouter, ...routersOf(parts));
    mountRootMetadata(rootHttpRouter, access, logger);
  }
  app.all(['/v1', '/v1/*', '/openapi.json'], unknownRoute());
  app.use(plumbing.auditSlice.recordRefusals, problemHandler({ logger }));
  for (const path of ['/v1', '/openapi.json', METADATA_PATH]) {
    httpRouter.addAuthPolicy({ path, allow: 'unauthenticated' });
  }
  httpRouter.use(app);
}

/** Where clients look first (RFC 9728, section 3.1); what is below our own path says the same. */
function mountRootMetadata(
  rootHttpRouter: Services['rootHttpRouter'],
  { rootMetadata: { path, handler } }: Access,
  logger: Services['logger'],
): void {
  try {
    rootHttpRouter.use(path, handler);
  } catch (error) {
    logger.warn(`Another plugin serves ${path}`, error as Error);
  }
}

/** Starts what works in the background, and stops it in the opposite order. */
function run(
  { lifecycle }: Services,
  { plumbing, settings, access, registry, discovery, health, streams }: App,
): void {
  const { auditSlice, egress, limits, relay, worker } = plumbing;
  const has = (role: Settings['roles'][number]) =>
    settings.roles.includes(role);
  lifecycle.addStartupHook(async () => {
    relay.start();
    auditSlice.start();
    if (has('worker')) worker.start();
    if (has('scheduler')) discovery.start();
    if (has('scheduler')) health.start();
    await access.start();
    if (has('scheduler')) await registry.start();
  });
  lifecycle.addShutdownHook(async () => {
    streams.stop();
    // Backstage's events service takes nothing from now on: what is still written is published after the next start.
    const relayStopped = relay.stop();
    await Promise.all([discovery.stop(), health.stop()]);
    await worker.stop();
    await relayStopped;
    await auditSlice.stop();
    await egress.close();
    await limits.close();
  });
}
