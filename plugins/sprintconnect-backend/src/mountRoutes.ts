import type { RequestHandler } from 'express';
import { MCP_PATH } from '@sprintconnect/plugin-sprintconnect-common';
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
import { CLIENT_DOCUMENT_PATH } from './connections';
import { callBody, CALLS } from './gateway';
import { METADATA_PATH, type Identity } from './identity';
import type { Plumbing } from './openPlumbing';
import type { Slice } from './ports';

/** What everybody may ask, so that it is answered before anybody is asked who they are. */
const OPEN = [
  '/v1/health',
  '/openapi.json',
  METADATA_PATH,
  CLIENT_DOCUMENT_PATH,
];

/** What only a known caller may ask. */
const GUARDED = ['/v1', MCP_PATH];

/**
 * Backstage's own barrier would answer 401 in its own format, so it is opened for our paths, and identity stands
 * behind it instead. For ours only: it goes on guarding what Backstage mounts beside them. `gateOrder.test.ts` holds the order
 * in which a request is refused to a table.
 */
export function mountRoutes(
  services: HostServices,
  parts: {
    settings: Settings;
    plumbing: Plumbing;
    identity: Identity;
    /** Before the MCP endpoints. */
    originGuard: RequestHandler;
    /** The same, once the caller is known. */
    scopeGuard: RequestHandler;
    /** The lowest first: it is asked last, because the registry takes any name after `/v1/servers/` for an id. */
    slices: readonly Slice[];
  },
): void {
  const { httpRouter, logger } = services;
  const { plumbing, identity, settings } = parts;
  const routers = [...parts.slices]
    .reverse()
    .flatMap(each => each.routers ?? []);
  const app = createRouter();
  app.use(exposeHeaders(), identity.identify);
  app.use(MCP_PATH, parts.originGuard);
  app.all(OPEN, onlyKnownMethods());
  app.use(plumbing.readinessRouter);
  if (settings.roles.includes('api')) {
    const { limits } = plumbing;
    app.use(GUARDED, limits.beforeCaller, identity.authenticate);
    app.use(GUARDED, ...limits.ofCaller, refuseNul());
    app.use(MCP_PATH, parts.scopeGuard);
    app.all('/v1/*', onlyKnownMethods());
    app.use(CALLS, callBody(settings.calls));
    app.use('/v1', jsonBody());
    app.use(createOpenApiRouter(), identity.openRouter, ...routers);
    mountAtRoot(services, identity);
  }
  app.all([...GUARDED, '/v1/*', `${MCP_PATH}/*`, ...OPEN], unknownRoute());
  app.use(plumbing.auditSlice.recordRefusals, problemHandler({ logger }));
  for (const path of [...GUARDED, ...OPEN]) {
    httpRouter.addAuthPolicy({ path, allow: 'unauthenticated' });
  }
  httpRouter.use(app);
}

/**
 * Where clients look first (RFC 9728, section 3.1; RFC 8414, section 3.1). mcp-actions serves the second one, and its start would fail if
 * it found it taken, so ours is mounted once all plugins have started, where nobody serves it. Without either, the page of the portal
 * would be taken for metadata.
 */
function mountAtRoot(
  { rootHttpRouter, rootLifecycle, logger }: HostServices,
  { rootMetadata, signInMetadata }: Identity,
): void {
  try {
    rootHttpRouter.use(rootMetadata.path, rootMetadata.handler);
  } catch (error) {
    logger.warn(`Another plugin serves ${rootMetadata.path}`, error as Error);
  }
  if (!signInMetadata) return;
  const { path, handler } = signInMetadata;
  rootLifecycle.addStartupHook(() => {
    try {
      rootHttpRouter.use(path, handler);
    } catch {
      logger.debug(`Another plugin serves ${path}`);
    }
  });
}
