import type { Settings } from './config';
import type { HostServices } from './hostServices';
import {
  createOpenApiRouter,
  createRouter,
  exposeHeaders,
  jsonBody,
  onlyKnownMethods,
  problemHandler,
  refuseNul,
  unknownRoute,
} from './http';
import { callBody, CALLS } from './gateway';
import { METADATA_PATH, type Identity } from './identity';
import type { Plumbing } from './openPlumbing';
import type { Slice } from './ports';

/** What everybody may ask, so that it is answered before anybody is asked who they are. */
const OPEN = ['/v1/health', '/openapi.json', METADATA_PATH];

/**
 * Backstage's own barrier would answer 401 in its own format, so it is opened for our paths, and identity stands
 * behind it instead. For ours only: it goes on guarding what Backstage mounts beside them. `gateOrder.test.ts` holds the order
 * in which a request is refused to a table.
 */
export function mountRoutes(
  { httpRouter, logger, rootHttpRouter }: HostServices,
  parts: {
    settings: Settings;
    plumbing: Plumbing;
    identity: Identity;
    /** The lowest first: it is asked last, because the registry takes any name after `/v1/servers/` for an id. */
    slices: readonly Slice[];
  },
): void {
  const { plumbing, identity, settings } = parts;
  const routers = [...parts.slices]
    .reverse()
    .flatMap(each => each.routers ?? []);
  const app = createRouter();
  app.use(exposeHeaders(), identity.identify);
  app.all(OPEN, onlyKnownMethods());
  app.use(plumbing.readinessRouter);
  if (settings.roles.includes('api')) {
    const { limits } = plumbing;
    app.use('/v1', limits.beforeCaller, identity.authenticate);
    app.use('/v1', ...limits.ofCaller, refuseNul());
    app.all('/v1/*', onlyKnownMethods());
    app.use(CALLS, callBody());
    app.use('/v1', jsonBody());
    app.use(createOpenApiRouter(), identity.openRouter, ...routers);
    mountRootMetadata(rootHttpRouter, identity, logger);
  }
  app.all(['/v1', '/v1/*', ...OPEN], unknownRoute());
  app.use(plumbing.auditSlice.recordRefusals, problemHandler({ logger }));
  for (const path of ['/v1', '/openapi.json', METADATA_PATH]) {
    httpRouter.addAuthPolicy({ path, allow: 'unauthenticated' });
  }
  httpRouter.use(app);
}

/** Where clients look first (RFC 9728, section 3.1); what is below our own path says the same. */
function mountRootMetadata(
  rootHttpRouter: HostServices['rootHttpRouter'],
  { rootMetadata: { path, handler } }: Identity,
  logger: HostServices['logger'],
): void {
  try {
    rootHttpRouter.use(path, handler);
  } catch (error) {
    logger.warn(`Another plugin serves ${path}`, error as Error);
  }
}
